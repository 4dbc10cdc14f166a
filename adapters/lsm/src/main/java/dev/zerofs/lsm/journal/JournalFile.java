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

  /**
   * A smaller group is less than what the file system writes when it commits metadata: four to
   * seven blocks on ext4, measured.
   */
  static final int SMALL_BYTES = 16 << 10;

  /** What is written ahead at once when small groups come to blocks that never were. */
  private static final int AHEAD_BYTES = 256 << 10;

  /**
   * A group of so many bytes takes long to write beside the metadata of blocks that are written for
   * the first time. With 48 KiB, files of 64 KiB would be written 1.4 times instead of 2.9, but
   * four clients that wait for such writes have 1,550 a second instead of 2,175, measured on ext4.
   */
  static final int BULK_BYTES = 256 << 10;

  /** The same of a small file: it is filled by so many of them. */
  private static final int BULK_GROUPS = 16;

  private final Path path;
  private final long number;
  private final FileChannel channel;
  private final DataSync sync;
  private final long sizeBytes;
  private final AtomicLong position = new AtomicLong(JournalHead.LENGTH_BYTES); // one thread sets
  private long lastSequence;
  private final AtomicInteger forces = new AtomicInteger(); // one thread sets
  private long writtenBlocks;
  private boolean lastWasSmall; // the last group that was forced

  private JournalFile(
      Path path, long number, FileChannel channel, long sizeBytes, long writtenBlocks)
      throws IOException {
    this.path = path;
    this.number = number;
    this.channel = channel;
    this.sync = new DataSync(path);
    this.sizeBytes = sizeBytes;
    this.writtenBlocks = writtenBlocks;
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
      return new JournalFile(path, number, channel, sizeBytes, sizeBytes);
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
      return new JournalFile(path, number, channel, sizeBytes, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a file of the right size that is to be used anew. */
  static JournalFile reuse(Path path, long number, long sizeBytes) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    try {
      return new JournalFile(path, number, channel, sizeBytes, sizeBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
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

  /** Every block before this offset was written at some time. */
  long writtenBlocks() {
    return writtenBlocks;
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

  /**
   * Returns when everything written is on the disk.
   *
   * @param isSmall whether it was a group of less than {@link #SMALL_BYTES}. Once such groups
   *     follow each other, blocks are written ahead of them: a block that is written for the first
   *     time makes the file system commit metadata, which is more than they are
   */
  void force(boolean isSmall) throws IOException {
    if (isSmall && lastWasSmall && position.get() >= writtenBlocks) {
      long end = Math.min(sizeBytes, position.get() + AHEAD_BYTES);
      write(ByteBuffer.allocate((int) (end - position.get())), position.get());
    }
    lastWasSmall = isSmall;
    sync.run();
    forces.incrementAndGet();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      sync.close();
    }
  }

  private void write(ByteBuffer source, long from) throws IOException {
    long at = from;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
    writtenBlocks = Math.max(writtenBlocks, at);
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
