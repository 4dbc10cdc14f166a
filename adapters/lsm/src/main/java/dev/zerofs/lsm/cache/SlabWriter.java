package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends entries to the newest slab, and removes the oldest ones so that all stay within the
 * bound. For one thread.
 */
final class SlabWriter {

  private static final Logger LOG = LoggerFactory.getLogger(SlabWriter.class);

  private static final long SLAB_BYTES_MAX = 512L << 20;
  private static final long SLAB_BYTES_MIN = 1L << 20;
  private static final int SLABS = 64;

  /** In a small cache, so that at least some of it is kept when a slab is removed. */
  private static final int SLABS_MIN = 8;

  /** The share of a new slab that what was of use in removed ones may take. */
  private static final int KEPT_SHARE = 4;

  private final CacheFiles files;
  private final Path directory;
  private final int partBytes;
  private final long boundBytes;
  private final long slabBytes;
  private final Catalogue catalogue;
  private final SpareFiles spares;
  private long nextNumber;
  private @Nullable Slab slab;
  private CacheFiles.@Nullable Appender appender;
  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder takenFiles = new LongAdder();

  SlabWriter(
      CacheFiles files,
      Path directory,
      int partBytes,
      long boundBytes,
      Catalogue catalogue,
      SpareFiles spares) {
    this.files = files;
    this.directory = directory;
    this.partBytes = partBytes;
    this.boundBytes = boundBytes;
    this.slabBytes =
        Math.clamp(
            boundBytes / SLABS, Math.min(SLAB_BYTES_MIN, boundBytes / SLABS_MIN), SLAB_BYTES_MAX);
    this.catalogue = catalogue;
    this.spares = spares;
  }

  /** The number of the first slab to be made. */
  void nextNumber(long number) {
    nextNumber = number;
  }

  /** How many bytes were written in all; for any thread. */
  long writtenBytes() {
    return writtenBytes.sum();
  }

  /** How many files of the journal became slabs; for any thread. */
  long takenFiles() {
    return takenFiles.sum();
  }

  /** Removes slabs that are over the bound, as after a start with a smaller one. */
  void shrink() throws IOException {
    Slab oldest = catalogue.oldest();
    while (oldest != null && usedBytes() > boundBytes) {
      remove(oldest);
      oldest = catalogue.oldest();
    }
  }

  /** Writes an entry; one that is too large for a slab is left out. */
  void write(CacheKey key, Bytes body) throws IOException {
    if (SlabFormat.HEAD_BYTES + recordBytes(body.length()) > slabBytes) {
      return;
    }
    Slab target = slab;
    if (target == null || !hasRoom(target, body.length()) || catalogue.isFull()) {
      target = rotate();
    }
    append(target, key, body);
  }

  private void append(Slab target, CacheKey key, Bytes body) throws IOException {
    CacheFiles.Appender to = appender;
    if (to == null) {
      throw new IllegalStateException("no slab is open");
    }
    to.append(List.of(SlabFormat.recordHead(key, body), body));
    long length = recordBytes(body.length());
    writtenBytes.add(length);
    int offset = Math.toIntExact(target.fileBytes() + SlabFormat.RECORD_HEAD_BYTES);
    catalogue.grow(target, length);
    var _ = catalogue.add(key, new Place(target, offset, body.length(), Checksums.crc32c(body)));
  }

  /**
   * Begins a slab. Before it there is room for two, so that the bound holds while entries of the
   * removed ones are written again.
   */
  private Slab rotate() throws IOException {
    closeSlab();
    while (catalogue.isFull() && catalogue.oldest() instanceof Slab oldest) {
      remove(oldest);
    }
    List<Slab> leaving = new ArrayList<>();
    long left = usedBytes();
    for (Slab oldest : catalogue.slabs()) {
      if (left + 2 * slabBytes <= boundBytes) {
        break;
      }
      left -= oldest.sizeBytes();
      leaving.add(oldest);
    }
    Slab fresh = begin();
    long keptMax = slabBytes / KEPT_SHARE;
    for (Slab old : leaving) {
      keptMax -= keepUsed(old, fresh, keptMax);
      remove(old);
    }
    return fresh;
  }

  private Slab begin() throws IOException {
    long number = nextNumber++;
    Path path = SlabFormat.path(directory, number);
    CacheFiles.Appender to = files.create(path);
    appender = to;
    Slab fresh = new Slab(number, path, Slab.Kind.OWN, 0, 0);
    catalogue.begin(fresh);
    slab = fresh;
    to.append(List.of(SlabFormat.head(partBytes, number)));
    catalogue.grow(fresh, SlabFormat.HEAD_BYTES);
    return fresh;
  }

  /** Writes what was of use in {@code old} again; returns how many bytes that took. */
  private long keepUsed(Slab old, Slab fresh, long bytesMax) throws IOException {
    long kept = 0;
    for (Catalogue.Kept used : catalogue.usedOf(old)) {
      Place place = used.place();
      long length = recordBytes(place.length());
      if (kept + length > bytesMax || !hasRoom(fresh, place.length()) || catalogue.isFull()) {
        break;
      }
      Bytes body = readQuietly(old.path(), place);
      if (body.length() == place.length() && Checksums.crc32c(body) == place.crc()) {
        catalogue.forget(used.key());
        append(fresh, used.key(), body);
        kept += length;
      }
    }
    return kept;
  }

  /** What cannot be read is not kept, and must not keep its slab from being removed. */
  private Bytes readQuietly(Path path, Place place) {
    try {
      return files.read(path, place.offset(), place.length());
    } catch (IOException e) {
      LOG.debug("{} cannot be read", path, e);
      return Bytes.EMPTY;
    }
  }

  /** Makes the journal's file {@code file} a slab; false if it is not worth that. */
  boolean take(Path file, long sizeBytes) throws IOException {
    Slab lent = catalogue.lent(file);
    boolean fits = spares.usedBytes() + sizeBytes + 3 * slabBytes <= boundBytes;
    if (lent == null || !fits || catalogue.lentBytes(file) < sizeBytes / 2) {
      return false;
    }
    // As much room as a new slab needs must be left, or that one would have to go at once.
    while (usedBytes() + sizeBytes + 2 * slabBytes > boundBytes) {
      Slab oldest = catalogue.oldest();
      if (oldest == null || oldest.equals(slab)) {
        return false;
      }
      remove(oldest);
    }
    long number = nextNumber++;
    Path target = SlabFormat.takenPath(directory, number);
    Bytes index = SlabFormat.index(partBytes, number, catalogue.entriesOf(lent));
    try (CacheFiles.Appender to = files.create(SlabFormat.indexPath(directory, number))) {
      to.append(List.of(index));
    }
    writtenBytes.add(index.length());
    rename(file, target, number);
    catalogue.take(file, number, target, sizeBytes, index.length());
    takenFiles.increment();
    return true;
  }

  private void rename(Path file, Path target, long number) throws IOException {
    boolean done = false;
    try {
      files.rename(file, target);
      done = true;
    } finally {
      if (!done) {
        files.delete(SlabFormat.indexPath(directory, number));
      }
    }
  }

  /** What all files take. */
  long usedBytes() {
    return catalogue.usedBytes() + spares.usedBytes();
  }

  private void remove(Slab old) throws IOException {
    catalogue.remove(old);
    switch (old.kind()) {
      case OWN -> files.delete(old.path());
      case TAKEN -> {
        files.delete(SlabFormat.indexPath(directory, old.number()));
        if (!spares.add(old.path(), old.fileBytes())) {
          files.delete(old.path());
        }
      }
      case LENT -> throw new IllegalStateException(old.path() + " is the journal's");
    }
  }

  private boolean hasRoom(Slab target, int bodyLength) {
    return !target.isRemoved() && target.fileBytes() + recordBytes(bodyLength) <= slabBytes;
  }

  private static long recordBytes(int bodyLength) {
    return (long) SlabFormat.RECORD_HEAD_BYTES + bodyLength;
  }

  /** Ends the newest slab; nothing is added to it any more. */
  void closeSlab() throws IOException {
    CacheFiles.Appender open = appender;
    appender = null;
    slab = null;
    if (open != null) {
      open.close();
    }
  }
}
