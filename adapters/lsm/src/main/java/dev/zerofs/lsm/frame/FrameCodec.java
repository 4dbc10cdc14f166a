package dev.zerofs.lsm.frame;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueException;

/** Encodes and decodes frames. Safe for use by any number of threads. */
public final class FrameCodec {

  /** How many bytes a frame has before its payload. */
  public static final int HEADER_BYTES = 10;

  private static final int PLAIN = 0;

  private final Codecs codecs;

  /** A frame codec that uses {@code codecs}. */
  public FrameCodec(Codecs codecs) {
    this.codecs = codecs;
  }

  /** The longest a frame of {@code lengthBytes} bytes of content can be. */
  public static int storedLengthMax(int lengthBytes) {
    return Math.addExact(HEADER_BYTES, lengthBytes);
  }

  /** The frame of {@code content}, compressed if that is worth it. */
  public Bytes encode(Bytes content) {
    byte[] frame = new byte[storedLengthMax(content.length())];
    return Bytes.wrap(frame, 0, encode(content, frame, 0));
  }

  /**
   * Writes the frame of {@code content}, compressed if that is worth it.
   *
   * @param target has room for {@link #storedLengthMax} bytes from {@code offset} on
   * @return how long the frame is
   */
  public int encode(Bytes content, byte[] target, int offset) {
    BlockCodec codec = codecs.writing();
    int usefulMax = content.length() - content.length() / 8 - 1;
    int compressed =
        codec == null || usefulMax <= 0
            ? -1
            : codec.compress(content, target, offset + HEADER_BYTES, usefulMax);
    if (compressed >= 0 && codec != null) {
      return finish(target, offset, codec.id(), content.length(), compressed);
    }
    content.copyTo(target, offset + HEADER_BYTES);
    return finish(target, offset, BlockCodec.STORED, content.length(), content.length());
  }

  private static int finish(byte[] target, int offset, int codecId, int length, int payloadLength) {
    Bytes fields = new ByteWriter(8).u8(codecId).u8(PLAIN).u32(length).view();
    fields.copyTo(target, offset + Integer.BYTES);
    int frameLength = HEADER_BYTES + payloadLength;
    int checkedLength = frameLength - Integer.BYTES;
    int crc = Checksums.crc32c(Bytes.wrap(target, offset + Integer.BYTES, checkedLength));
    new ByteWriter(4).u32(crc).view().copyTo(target, offset);
    return frameLength;
  }

  /**
   * The content of a frame of which it is known how long its content is.
   *
   * @param frame the whole frame and nothing more
   * @param name where it comes from, for messages
   * @throws KeyValueException.Corrupt if the frame is damaged or of another length
   * @throws KeyValueException.Unusable if its codec or cipher is not known here
   */
  public Bytes decodeExactly(Bytes frame, int lengthBytes, Object name) {
    Bytes content = decode(frame, lengthBytes, name);
    if (content.length() != lengthBytes) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: " + content.length() + " bytes, expected " + lengthBytes, null);
    }
    return content;
  }

  /**
   * The content of a frame; that of a stored one shares the frame's array.
   *
   * @param frame the whole frame and nothing more
   * @param lengthMaxBytes the longest content that the caller can bear
   * @param name where it comes from, for messages
   * @throws KeyValueException.Corrupt if the frame is damaged or its content too long
   * @throws KeyValueException.Unusable if its codec or cipher is not known here
   */
  public Bytes decode(Bytes frame, int lengthMaxBytes, Object name) {
    ByteReader in = new ByteReader(frame, name);
    int crc = in.u32();
    if (crc != Checksums.crc32c(frame.slice(Integer.BYTES))) {
      throw in.corrupt("checksum does not match");
    }
    int codecId = in.u8();
    int cipher = in.u8();
    int length = in.u32();
    if (cipher != PLAIN) {
      throw new KeyValueException.Unusable(name + " is encrypted with cipher " + cipher, null);
    }
    if (length < 0 || length > lengthMaxBytes) {
      throw in.corrupt("content of " + length + " bytes, at most " + lengthMaxBytes + " possible");
    }
    return restore(codecId, in.bytes(in.remaining()), length, in, name);
  }

  /** Whether {@code frame} is a whole frame whose checksum matches. */
  public static boolean isSound(Bytes frame) {
    return frame.length() >= HEADER_BYTES
        && new ByteReader(frame, "frame").u32() == Checksums.crc32c(frame.slice(Integer.BYTES));
  }

  private Bytes restore(int codecId, Bytes payload, int length, ByteReader in, Object name) {
    if (codecId == BlockCodec.STORED) {
      if (payload.length() != length) {
        throw in.corrupt("content of " + payload.length() + " bytes, expected " + length);
      }
      return payload;
    }
    BlockCodec codec = codecs.find(codecId);
    if (codec == null) {
      throw new KeyValueException.Unusable(
          name + " is compressed with codec " + codecId + ", which is not installed", null);
    }
    try {
      return codec.decompress(payload, length);
    } catch (IllegalArgumentException e) {
      throw new KeyValueException.Corrupt(name + " is corrupt: " + e.getMessage(), e);
    }
  }
}
