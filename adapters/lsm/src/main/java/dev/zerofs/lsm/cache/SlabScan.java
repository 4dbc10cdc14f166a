package dev.zerofs.lsm.cache;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds the records of a slab that an earlier process has left. For one thread and one use. */
final class SlabScan {

  /** So much is read at once, for small records stand close together. */
  private static final int WINDOW_BYTES = 32 << 10;

  /** So much where they do not. */
  private static final int SMALL_WINDOW_BYTES = 512;

  private static final long INDEX_BYTES_MAX = 64L << 20;

  private final CacheFiles files;
  private final Slab slab;
  private Bytes window = Bytes.EMPTY;
  private long windowOffset;
  private int lastLength;

  SlabScan(CacheFiles files, Slab slab) {
    this.files = files;
    this.slab = slab;
  }

  /**
   * Tells {@code found} of every record up to the first that is torn.
   *
   * @return whether this is a slab of this version and part size
   */
  boolean run(Path directory, int partBytes, BiConsumer<CacheKey, Place> found) throws IOException {
    return switch (slab.kind()) {
      case OWN -> runOwn(partBytes, found);
      case TAKEN -> {
        Path index = SlabFormat.indexPath(directory, slab.number());
        int length = (int) Math.min(files.sizeBytes(index), INDEX_BYTES_MAX);
        yield SlabFormat.readIndex(files.read(index, 0, length), partBytes, slab, found);
      }
      case LENT -> false;
    };
  }

  private boolean runOwn(int partBytes, BiConsumer<CacheKey, Place> found) throws IOException {
    Bytes head = read(0, SlabFormat.HEAD_BYTES);
    if (head == null || !SlabFormat.isHead(head, partBytes, slab.number())) {
      return false;
    }
    long at = SlabFormat.HEAD_BYTES;
    while (true) {
      Bytes bytes = read(at, SlabFormat.RECORD_HEAD_BYTES);
      SlabFormat.RecordHead record = bytes == null ? null : SlabFormat.recordHead(bytes);
      long body = at + SlabFormat.RECORD_HEAD_BYTES;
      if (record == null || body + record.length() > slab.fileBytes()) {
        return true;
      }
      found.accept(
          record.key(), new Place(slab, Math.toIntExact(body), record.length(), record.crc()));
      at = body + record.length();
      lastLength = record.length();
    }
  }

  private @Nullable Bytes read(long offset, int length) throws IOException {
    if (offset < windowOffset || offset + length > windowOffset + window.length()) {
      windowOffset = offset;
      int bytes = lastLength < WINDOW_BYTES ? WINDOW_BYTES : SMALL_WINDOW_BYTES;
      window = files.read(slab.path(), offset, bytes);
    }
    int from = (int) (offset - windowOffset);
    return window.length() - from < length ? null : window.slice(from, length);
  }
}
