package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a journal has beyond what the bucket has. Changes nothing, so that it may itself be
 * cut short and run again.
 */
public final class JournalReplay {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

  private final JournalDirectory directory;
  private final List<Found> files;

  /** A file with a sound head. */
  private record Found(Path path, JournalHead head, long sizeBytes) {}

  private JournalReplay(JournalDirectory directory, List<Found> files) {
    this.directory = directory;
    this.files = files;
  }

  /** Looks at the heads of all files. */
  public static JournalReplay of(JournalDirectory directory) throws IOException {
    List<Found> files = new ArrayList<>();
    for (long number : directory.numbers()) {
      Path path = directory.file(number);
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        JournalHead head =
            JournalHead.decode(JournalFile.read(channel, 0, JournalHead.LENGTH_BYTES), path);
        // A head with another number is left from before the file was renamed for its next use.
        if (head != null && head.number() == number && head.isOf(directory.id())) {
          files.add(new Found(path, head, channel.size()));
        }
      }
    }
    return new JournalReplay(directory, files);
  }

  /**
   * Applies every batch after {@code recovered}, in order.
   *
   * @param visible tells the value of a key as of the batches applied so far
   * @param apply applies a batch; its sequence is one more than that of the one before
   * @return the newest batch applied, or {@code recovered}
   */
  public long apply(
      long recovered, UnaryOperator<@Nullable Bytes> visible, Consumer<NormalBatch> apply)
      throws IOException {
    return walk(recovered, record -> apply.accept(record.toBatch(visible)));
  }

  /** The newest batch that {@link #apply} would apply, or {@code recovered}. */
  public long lastSequence(long recovered) throws IOException {
    return walk(recovered, _ -> {});
  }

  private long walk(long recovered, Consumer<JournalRecord> visit) throws IOException {
    long last = recovered;
    for (int i = 0; i < files.size(); i++) {
      // What a later file begins with was written when this one's end was known to be lost.
      long end = i + 1 < files.size() ? files.get(i + 1).head().firstSequence() : Long.MAX_VALUE;
      last = walk(files.get(i), last, end, visit);
    }
    return last;
  }

  private static long walk(Found file, long recovered, long end, Consumer<JournalRecord> visit)
      throws IOException {
    long last = recovered;
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long position = JournalHead.LENGTH_BYTES;
      while (true) {
        JournalRecord record = read(channel, file, position);
        if (record == null || record.sequence() >= end || record.sequence() > last + 1) {
          return last;
        }
        if (record.sequence() == last + 1) {
          visit.accept(record);
          last++;
        }
        Bytes head = JournalFile.read(channel, position, Integer.BYTES);
        position +=
            JournalRecord.HEAD_BYTES + (long) JournalRecord.payloadLength(head, file.path());
      }
    }
  }

  private static @Nullable JournalRecord read(FileChannel channel, Found file, long position)
      throws IOException {
    if (position + JournalRecord.HEAD_BYTES > file.sizeBytes()) {
      return null;
    }
    Bytes head = JournalFile.read(channel, position, JournalRecord.HEAD_BYTES);
    if (head.length() < JournalRecord.HEAD_BYTES) {
      return null;
    }
    int length = JournalRecord.payloadLength(head, file.path());
    if (length == 0) {
      return null;
    }
    boolean inside = length > 0 && position + JournalRecord.HEAD_BYTES + length <= file.sizeBytes();
    Bytes whole =
        inside
            ? JournalFile.read(channel, position, JournalRecord.HEAD_BYTES + length)
            : Bytes.EMPTY;
    JournalRecord record =
        whole.length() == JournalRecord.HEAD_BYTES + length
            ? JournalRecord.decode(whole, file.head().use(), file.path())
            : null;
    if (record == null) {
      LOG.debug("{} ends with a torn or stale record at {}", file.path(), position);
    }
    return record;
  }

  /**
   * Makes durable what is read here: a process that died may have left records that the disk does
   * not have yet.
   */
  public void force() throws IOException {
    for (Found file : files) {
      try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
        channel.force(false);
      }
    }
    directory.force();
  }

  /** Whether there is not one record. */
  public boolean isEmpty() throws IOException {
    for (Found file : files) {
      try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
        if (read(channel, file, JournalHead.LENGTH_BYTES) != null) {
          return false;
        }
      }
    }
    return true;
  }
}
