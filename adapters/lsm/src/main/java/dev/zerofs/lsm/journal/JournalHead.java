package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import org.jspecify.annotations.Nullable;

/**
 * What a journal file says of itself.
 *
 * @param idHigh the upper half of the journal's id
 * @param idLow the lower half
 * @param number the file's place in the order
 * @param use a random number, new for each use of the file
 * @param epoch the writer
 * @param firstSequence no record in the file is older
 */
record JournalHead(long idHigh, long idLow, long number, long use, long epoch, long firstSequence) {

  /** Where records begin: the head has a disk block of its own. */
  static final int LENGTH_BYTES = 4096;

  private static final long MAGIC = 0x5a65726f4a524e4cL;
  private static final int VERSION = 1;
  private static final int CHECKED_BYTES = 58;

  Bytes encode() {
    return new ByteWriter(CHECKED_BYTES + 4)
        .u64(MAGIC)
        .u16(VERSION)
        .u64(idHigh)
        .u64(idLow)
        .u64(number)
        .u64(use)
        .u64(epoch)
        .u64(firstSequence)
        .crc32cFrom(0)
        .takeBytes();
  }

  boolean isOf(JournalState journal) {
    return idHigh == journal.idHigh() && idLow == journal.idLow();
  }

  /**
   * The head at the beginning of {@code bytes}, or null if there is none.
   *
   * @throws KeyValueException.Unusable if another release wrote it
   */
  static @Nullable JournalHead decode(Bytes bytes, Object name) {
    if (bytes.length() < CHECKED_BYTES + 4) {
      return null;
    }
    ByteReader in = new ByteReader(bytes, name);
    long magic = in.u64();
    int version = in.u16();
    JournalHead head = new JournalHead(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    if (magic != MAGIC || in.u32() != Checksums.crc32c(bytes.slice(0, CHECKED_BYTES))) {
      return null;
    }
    if (version != VERSION) {
      throw new KeyValueException.Unusable(
          name + " is of version " + version + " of the journal, this release reads " + VERSION,
          null);
    }
    return head;
  }
}
