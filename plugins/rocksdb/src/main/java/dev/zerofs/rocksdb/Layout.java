package dev.zerofs.rocksdb;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How keys and values stand in the database; see the package documentation. */
final class Layout {

  /** The version of this layout. */
  static final int VERSION = 1;

  static final byte[] FORMAT = own("format");
  static final byte[] EPOCH = own("epoch");
  static final byte[] POSITION = own("position");
  static final byte[] CHECKPOINTS = own("checkpoint/");

  /** The first key after all checkpoints: the next character after the slash. */
  static final byte[] CHECKPOINTS_END = own("checkpoint0");

  private static final byte OWN = 1;
  private static final byte DATA = 2;
  private static final int POSITION_LENGTH = Long.BYTES;

  private Layout() {}

  private static byte[] own(String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + text.length).put(OWN).put(text).array();
  }

  /** Where the checkpoint of this name is recorded. */
  static byte[] checkpoint(String name) {
    return own("checkpoint/" + name);
  }

  /** The name in a key of {@link #checkpoint}. */
  static String checkpointName(byte[] key) {
    return new String(
        key, CHECKPOINTS.length, key.length - CHECKPOINTS.length, StandardCharsets.US_ASCII);
  }

  /** The database's key for {@code key}, which may be empty as the bound of a range. */
  static byte[] key(Bytes key) {
    byte[] stored = new byte[1 + key.length()];
    stored[0] = DATA;
    key.copyTo(stored, 1);
    return stored;
  }

  /** The key that is stored as {@code stored}. */
  static Bytes key(byte[] stored) {
    return Bytes.wrap(stored, 1, stored.length - 1);
  }

  /** A value as it is stored. */
  static byte[] value(long position, Bytes value) {
    byte[] stored = new byte[POSITION_LENGTH + value.length()];
    ByteBuffer.wrap(stored).putLong(position);
    value.copyTo(stored, POSITION_LENGTH);
    return stored;
  }

  /**
   * The entry of {@code key} with what is stored for it.
   *
   * @throws KeyValueException.Corrupt if that is too short to be ours
   */
  static Entry entry(Bytes key, byte[] stored) {
    return new Entry(
        key,
        Bytes.wrap(stored, POSITION_LENGTH, valueLength(key, stored.length)),
        new CommitPosition(ByteBuffer.wrap(stored).getLong()));
  }

  /** How long the value is that takes {@code storedLength} bytes. */
  static int valueLength(Bytes key, int storedLength) {
    if (storedLength < POSITION_LENGTH) {
      throw new KeyValueException.Corrupt("the value of key " + key + " has no position", null);
    }
    return storedLength - POSITION_LENGTH;
  }

  static byte[] number(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }

  /**
   * The number at {@code index} of what {@link #number} made.
   *
   * @throws KeyValueException.Corrupt if there is none
   */
  static long numberAt(byte[] stored, int index, String what) {
    if (stored.length < (index + 1) * Long.BYTES) {
      throw new KeyValueException.Corrupt("the record of the " + what + " is too short", null);
    }
    return ByteBuffer.wrap(stored).getLong(index * Long.BYTES);
  }
}
