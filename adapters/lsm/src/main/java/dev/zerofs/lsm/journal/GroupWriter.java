package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes groups of records. Used by one thread at a time, the leader. */
final class GroupWriter {

  /** A value in an encoded record. */
  private record Encoded(Bytes key, int offset, int length) {}

  /** A group of up to so many bytes is one write. */
  private static final int BUFFER_BYTES = 1 << 20;

  private final JournalState id;
  private final JournalFiles files;
  private final long epoch;
  private final RandomGenerator random;
  private final LongSupplier durable;
  private final ValuePlaces places;
  private final List<ValuePlaces.Written> written = new ArrayList<>(); // in this group
  private final List<Encoded> encoded = new ArrayList<>(); // in the encoder
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteWriter encoder = new ByteWriter(1 << 12);
  private @Nullable JournalFile file;
  private long use;
  private long buffered; // the newest batch in the buffer

  GroupWriter(
      JournalState id,
      JournalFiles files,
      long epoch,
      RandomGenerator random,
      LongSupplier durable,
      ValuePlaces places) {
    this.id = id;
    this.files = files;
    this.epoch = epoch;
    this.random = random;
    this.durable = durable;
    this.places = places;
  }

  /**
   * Writes {@code group}.
   *
   * @param force whether to return only when all of it, and of every group before, is on the disk
   * @return false if there is no room; a part may have been written
   * @throws IOException if the disk fails; what was written then counts for nothing, and the next
   *     group begins a new file
   */
  boolean write(List<JournalRecord> group, boolean force) throws IOException {
    boolean done = false;
    long sizeBytes = group.stream().mapToLong(JournalRecord::sizeBytes).sum();
    if (sizeBytes >= JournalFile.BULK_BYTES) {
      places.begin(group.getFirst().sequence(), group.getLast().sequence());
    }
    try {
      for (JournalRecord record : group) {
        if (!append(record)) {
          return false;
        }
      }
      flush();
      if (force && file != null) {
        file.force(sizeBytes < JournalFile.SMALL_BYTES);
      }
      done = true;
      placeWritten();
      return true;
    } finally {
      written.clear();
      places.end();
      if (!done) {
        buffer.clear();
        file = null;
        files.abandon();
      }
    }
  }

  /** To be called before others can have the file, who may begin to use it anew. */
  private void placeWritten() {
    if (file != null && file.isBulk()) {
      // Files of small groups are used again and again: nothing in them stays.
      places.add(written, durable.getAsLong());
    }
    written.clear();
  }

  private boolean append(JournalRecord record) throws IOException {
    encode(record);
    int length = encoder.length();
    JournalFile target = file;
    if (target == null || target.roomBytes() - buffer.position() < length) {
      target = length <= files.recordBytesMax() ? nextFile(record.sequence()) : null;
      if (target == null) {
        return false;
      }
      encode(record);
    }
    if (length > buffer.remaining()) {
      flush();
    }
    long start = target.position() + buffer.position();
    for (Encoded value : encoded) {
      var place = new ValuePlace(target.path(), start + value.offset(), value.length());
      written.add(new ValuePlaces.Written(record.sequence(), value.key(), place));
    }
    Bytes bytes = encoder.view();
    if (length > buffer.capacity()) {
      target.append(bytes.asByteBuffer(), record.sequence());
    } else {
      bytes.copyTo(buffer);
      buffered = record.sequence();
    }
    return true;
  }

  private void encode(JournalRecord record) {
    encoder.clear();
    encoded.clear();
    record.encode(
        use,
        encoder,
        (key, value, end) -> {
          if (value.length() >= ValuePlaces.VALUE_BYTES_MIN) {
            encoded.add(new Encoded(key, end - value.length(), value.length()));
          }
        });
  }

  /** What is in the former file must be on the disk before anything in the next counts. */
  private @Nullable JournalFile nextFile(long firstSequence) throws IOException {
    flush();
    if (file != null) {
      file.force(false); // nothing is added to it any more
      placeWritten();
    }
    JournalFile next = files.advance(durable.getAsLong());
    if (next != null) {
      use = random.nextLong();
      next.begin(
          new JournalHead(id.idHigh(), id.idLow(), next.number(), use, epoch, firstSequence));
    }
    file = next;
    return next;
  }

  private void flush() throws IOException {
    if (buffer.position() > 0 && file != null) {
      file.append(buffer.flip(), buffered);
    }
    buffer.clear();
  }
}
