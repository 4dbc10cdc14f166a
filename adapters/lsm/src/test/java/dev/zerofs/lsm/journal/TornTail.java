package dev.zerofs.lsm.journal;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** What a power cut may do to the end of a journal file. */
public final class TornTail {

  private TornTail() {}

  /**
   * Puts garbage, or nothing, from somewhere behind the last record that must survive.
   *
   * @param syncedPosition the newest batch that somebody was told is stable
   */
  public static void tear(Path file, long syncedPosition, Random random) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      JournalHead head =
          JournalHead.decode(JournalFile.read(channel, 0, JournalHead.LENGTH_BYTES), file);
      if (head == null) {
        return;
      }
      long kept = endOfRecords(channel, head, syncedPosition, file);
      int room = (int) Math.min(channel.size() - kept, 1 + random.nextInt(5000));
      if (room > 0) {
        byte[] garbage = new byte[room];
        if (random.nextBoolean()) {
          random.nextBytes(garbage);
        }
        long from = kept + (random.nextBoolean() ? 0 : random.nextInt(room));
        int length = (int) Math.min(room, channel.size() - from);
        channel.write(ByteBuffer.wrap(garbage, 0, length), from);
      }
    }
  }

  private static long endOfRecords(
      FileChannel channel, JournalHead head, long syncedPosition, Path file) throws IOException {
    long position = JournalHead.LENGTH_BYTES;
    while (position + JournalRecord.HEAD_BYTES <= channel.size()) {
      Bytes start = JournalFile.read(channel, position, JournalRecord.HEAD_BYTES);
      int length = JournalRecord.payloadLength(start, file);
      if (length <= 0 || length > channel.size() - position - JournalRecord.HEAD_BYTES) {
        return position;
      }
      Bytes whole = JournalFile.read(channel, position, JournalRecord.HEAD_BYTES + length);
      JournalRecord record = JournalRecord.decode(whole, head.use(), file);
      if (record == null || record.sequence() > syncedPosition) {
        return position;
      }
      position += whole.length();
    }
    return position;
  }
}
