package dev.zerofs.lsm.journal;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file of the journal, of fixed size. Used by one thread at a time: the leader of a group, or
 * whoever prepares the file.
 */
final class JournalFile implements AutoCloseable {

  private static final int ZEROS_BYTES = 1 << 20;

  /** A group of so many bytes takes long to write beside what its metadata take. */
  static final int BULK_BYTES = 256 << 10;

  /** The same of a small file: it is filled by so many of them. */
  private static final int BULK_GROUPS = 16;

  private final Path path;
  private final long number;
  private final FileChannel channel;
  private final long sizeBytes;
  private final AtomicLong position = new AtomicLong(JournalHead.LENGTH_BYTES); // one thread sets
  private long lastSequence;
  private final AtomicInteger forces = new AtomicInteger(); // one thread sets

  private JournalFile(Path path, long number, FileChannel channel, long sizeBytes) {
    this.path = path;
    this.number = number;
    this.channel = channel;
    this.sizeBytes = sizeBytes;
  }

  /** Makes a file in which every block is written and synchronised already. */
  static JournalFile create(Path path, long number, long sizeBytes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = 0; at < sizeBytes; ) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, sizeBytes - at));
        at += channel.write(zeros, at);
      }
      channel.force(true);
      return new JournalFile(path, number, channel, sizeBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Makes a file of which no block is written yet. Each synchronisation then has metadata to
   * commit, which costs little beside a large group.
   */
  static JournalFile createSparse(Path path, long number, long sizeBytes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      var _ = channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
      channel.force(true);
      return new JournalFile(path, number, channel, sizeBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a file of the right size that is to be used anew. */
  static JournalFile reuse(Path path, long number, long sizeBytes) throws IOException {
    return new JournalFile(
        path, number, FileChannel.open(path, StandardOpenOption.WRITE), sizeBytes);
  }

  Path path() {
    return path;
  }

  long number() {
    return number;
  }

  /** How many bytes of records still fit. */
  long roomBytes() {
    return sizeBytes - position.get();
  }

  /** Where the next record goes. */
  long position() {
    return position.get();
  }

  /** How many bytes of records it has. */
  long writtenBytes() {
    return position.get() - JournalHead.LENGTH_BYTES;
  }

  /** How often it was made durable. */
  int forceCount() {
    return forces.get();
  }

  /** Whether it was written in large groups. */
  boolean isBulk() {
    long least = Math.min(BULK_BYTES, sizeBytes / BULK_GROUPS);
    return position.get() / Math.max(1, forces.get()) >= least;
  }

  /** The newest batch written to it. */
  long lastSequence() {
    return lastSequence;
  }

  /** Begins a use of the file; durable with the next {@link #force}. */
  void begin(JournalHead head) throws IOException {
    write(head.encode().asByteBuffer(), 0);
    position.set(JournalHead.LENGTH_BYTES);
  }

  /** Appends records, the newest being {@code sequence}. */
  void append(ByteBuffer records, long sequence) throws IOException {
    long length = records.remaining();
    write(records, position.get());
    position.addAndGet(length);
    lastSequence = sequence;
  }

  /** Returns when everything written is on the disk. */
  void force() throws IOException {
    channel.force(false);
    forces.incrementAndGet();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write(ByteBuffer source, long from) throws IOException {
    long at = from;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
  }

  /** The bytes of a file from {@code offset} on, fewer at its end. */
  static Bytes read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      if (channel.read(target, offset + target.position()) < 0) {
        break;
      }
    }
    return Bytes.wrap(target.array(), 0, target.position());
  }
}
