package dev.zerofs.domain.layout;

import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The encoding of several objects' attributes, each as its difference to those before: what one
 * operation tells of a directory before and after differs in little. The grammar stands in this
 * package's description.
 */
final class AttributesCodec {
  /** How many bytes each field takes, in the order of their bits. */
  private static final int[] WIDTHS = {8, 8, 1, 2, 4, 4, 4, 8, 8, 4, 4, 8, 8, 8};

  /** The most bytes that one object's attributes take. */
  static final int LENGTH_MAX_BYTES = Short.BYTES + Arrays.stream(WIDTHS).sum();

  /** What the first attributes are the difference to. */
  private static final Attributes NOTHING =
      new Attributes(new FileId(0, 0), FileType.DIRECTORY, 0, 0, 0, 0, 0, 0, Device.NONE, 0, 0, 0);

  private AttributesCodec() {}

  static void encode(List<Attributes> all, ByteBuffer out) {
    long[] last = fields(NOTHING);
    for (Attributes attributes : all) {
      long[] next = fields(attributes);
      int differing = 0;
      for (int i = 0; i < next.length; i++) {
        differing |= next[i] == last[i] ? 0 : 1 << i;
      }
      out.putShort((short) differing);
      for (int i = 0; i < next.length; i++) {
        if ((differing & 1 << i) != 0) {
          put(out, next[i], WIDTHS[i]);
        }
      }
      last = next;
    }
  }

  /**
   * As many as are encoded up to the end.
   *
   * @throws IllegalArgumentException if that is not what follows
   * @throws java.nio.BufferUnderflowException if the end comes too early
   */
  static List<Attributes> decode(ByteBuffer in) {
    List<Attributes> all = new ArrayList<>();
    long[] fields = fields(NOTHING);
    while (in.hasRemaining()) {
      int differing = Short.toUnsignedInt(in.getShort());
      if (differing >>> WIDTHS.length != 0) {
        throw new IllegalArgumentException("fields " + Integer.toBinaryString(differing));
      }
      for (int i = 0; i < fields.length; i++) {
        if ((differing & 1 << i) != 0) {
          fields[i] = get(in, WIDTHS[i]);
        }
      }
      all.add(attributes(fields));
    }
    return all;
  }

  private static void put(ByteBuffer out, long value, int width) {
    for (int shift = Byte.SIZE * (width - 1); shift >= 0; shift -= Byte.SIZE) {
      out.put((byte) (value >>> shift));
    }
  }

  private static long get(ByteBuffer in, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(in.get());
    }
    return value;
  }

  /** The fields as the unsigned numbers that they are written as. */
  private static long[] fields(Attributes a) {
    return new long[] {
      a.id().inode(),
      a.id().generation(),
      Records.code(a.type()),
      a.mode(),
      Integer.toUnsignedLong(a.linkCount()),
      Integer.toUnsignedLong(a.uid()),
      Integer.toUnsignedLong(a.gid()),
      a.sizeBytes(),
      a.usedBytes(),
      Integer.toUnsignedLong(a.device().major()),
      Integer.toUnsignedLong(a.device().minor()),
      a.accessedEpochNanos(),
      a.modifiedEpochNanos(),
      a.changedEpochNanos()
    };
  }

  private static Attributes attributes(long[] fields) {
    return new Attributes(
        new FileId(fields[0], fields[1]),
        Records.type((byte) fields[2]),
        (int) fields[3],
        (int) fields[4],
        (int) fields[5],
        (int) fields[6],
        fields[7],
        fields[8],
        new Device((int) fields[9], (int) fields[10]),
        fields[11],
        fields[12],
        fields[13]);
  }
}
