package dev.zerofs.lsm.block;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A readable block. Immutable; the walks over it are not.
 *
 * <p>Its content has passed a checksum, so what does not parse here was written wrongly; it is
 * reported as corrupt all the same, and never read beyond.
 */
public final class Block {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Bytes content;
  private final Object name;
  private final int entriesEnd;
  private final int restartCount;

  /**
   * A block of {@code content}.
   *
   * @param name where it comes from, for messages
   * @throws KeyValueException.Corrupt if its list of restarts does not fit
   */
  public Block(Bytes content, Object name) {
    this.content = content;
    this.name = name;
    if (content.length() < Integer.BYTES) {
      throw new ByteReader(content, name).corrupt("block of " + content.length() + " bytes");
    }
    restartCount = intAt(content.length() - Integer.BYTES);
    long end = content.length() - Integer.BYTES * (restartCount + 1L);
    if (restartCount < 0 || end < 0 || (restartCount == 0) != (end == 0)) {
      throw new ByteReader(content, name).corrupt(restartCount + " restarts in a block");
    }
    entriesEnd = (int) end;
  }

  /** A walk that stands before the first entry. */
  public BlockCursor cursor() {
    return new BlockCursor(this);
  }

  /** The block's bytes. */
  Bytes content() {
    return content;
  }

  /** Where the entries end. */
  int entriesEnd() {
    return entriesEnd;
  }

  int restartCount() {
    return restartCount;
  }

  /** Where the entry of restart point {@code index} begins. */
  int restartOffset(int index) {
    int offset = intAt(entriesEnd + Integer.BYTES * index);
    if (offset < 0 || offset >= entriesEnd) {
      throw corrupt("restart at " + offset);
    }
    return offset;
  }

  KeyValueException.Corrupt corrupt(String problem) {
    return new KeyValueException.Corrupt(name + " is corrupt: " + problem, null);
  }

  Object name() {
    return name;
  }

  private int intAt(int index) {
    return (int) INTS.get(content.array(), content.arrayOffset() + index);
  }
}
