package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * One shard's part of what the volume holds. Only the sum over all shards means something: a shard
 * may be negative.
 *
 * @param inodes how many inodes
 * @param bytes the sum of their used bytes
 */
public record UsageRecord(long inodes, long bytes) {
  /** Nothing. */
  public static final UsageRecord ZERO = new UsageRecord(0, 0);

  /** The sum. */
  public UsageRecord plus(UsageRecord other) {
    return new UsageRecord(inodes + other.inodes, bytes + other.bytes);
  }

  /** The record. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(1 + 2 * Long.BYTES);
    out.put(Records.VERSION).putLong(inodes).putLong(bytes);
    return Bytes.wrap(out.array());
  }

  /**
   * Reads a record.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none
   */
  public static UsageRecord decode(Bytes value) {
    return Records.decode("counter", value, in -> new UsageRecord(in.getLong(), in.getLong()));
  }
}
