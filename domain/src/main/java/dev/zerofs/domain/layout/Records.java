package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What the encodings of all records share. */
final class Records {
  static final byte VERSION = 1;

  private Records() {}

  /**
   * Decodes {@code value}, from after its version to its very end.
   *
   * @throws KeyValueException.Corrupt if it is not what {@code decoder} expects
   */
  static <T> T decode(String what, Bytes value, Function<ByteBuffer, T> decoder) {
    ByteBuffer in = ByteBuffer.wrap(value.array(), value.arrayOffset(), value.length());
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new KeyValueException.Corrupt(
            "record " + what + " has version " + version + ", expected " + VERSION, null);
      }
      T record = decoder.apply(in);
      if (in.hasRemaining()) {
        throw new KeyValueException.Corrupt(
            "record " + what + " is followed by " + in.remaining() + " bytes", null);
      }
      return record;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new KeyValueException.Corrupt("record " + what + " is malformed: " + value, e);
    }
  }

  /** The bytes that remain. */
  static Bytes rest(ByteBuffer in) {
    Bytes rest = Bytes.wrap(in.array(), in.arrayOffset() + in.position(), in.remaining());
    in.position(in.limit());
    return rest;
  }

  static byte code(FileType type) {
    return switch (type) {
      case REGULAR -> 1;
      case DIRECTORY -> 2;
      case BLOCK_DEVICE -> 3;
      case CHARACTER_DEVICE -> 4;
      case SYMLINK -> 5;
      case SOCKET -> 6;
      case FIFO -> 7;
    };
  }

  static FileType type(byte code) {
    return switch (code) {
      case 1 -> FileType.REGULAR;
      case 2 -> FileType.DIRECTORY;
      case 3 -> FileType.BLOCK_DEVICE;
      case 4 -> FileType.CHARACTER_DEVICE;
      case 5 -> FileType.SYMLINK;
      case 6 -> FileType.SOCKET;
      case 7 -> FileType.FIFO;
      default -> throw new IllegalArgumentException("file type " + code);
    };
  }
}
