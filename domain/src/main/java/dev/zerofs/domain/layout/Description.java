package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Keys and records as people read them: {@code inode:1 → {type: file, size: 1024, …}}. Bytes of
 * names that are no printable ASCII or UTF-8 text are shown as {@code \xNN}. Secrets are not shown.
 */
public final class Description {
  private static final long NANOS = 1_000_000_000;

  private Description() {}

  /** One line for a key and its value; what is malformed is shown as the bytes that it is. */
  public static String describe(Bytes key, Bytes value) {
    return describe(key, value, Optional.empty());
  }

  /**
   * The same of a volume that may be a clone.
   *
   * @param cloneId the clone's own id: its record of the format is its source's
   */
  public static String describe(Bytes key, Bytes value, Optional<UUID> cloneId) {
    try {
      return describeKey(key) + " → " + describeValue(key, value, cloneId);
    } catch (KeyValueException.Corrupt
        | KeyValueException.Unusable
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      return key + " → malformed: " + e.getMessage();
    }
  }

  /** A key as people read it; what is malformed, or only the beginning of a key, in hexadecimal. */
  public static String key(Bytes key) {
    try {
      return describeKey(key);
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return "0x" + key;
    }
  }

  /** A file's name as people read it, on one line and without control characters. */
  public static String name(Bytes name) {
    return text(name);
  }

  private static String describeKey(Bytes key) {
    if (key.equals(Keys.FORMAT)) {
      return "format";
    }
    if (key.equals(Keys.NEXT_INODE_ID)) {
      return "next_inode_id";
    }
    return switch (kind(key)) {
      case Keys.KIND_COUNTER -> "counter:" + Byte.toUnsignedInt(key.at(1));
      case Keys.KIND_REPLY ->
          "reply:%d.%d/%s"
              .formatted(
                  Keys.owner(key) >>> Integer.SIZE,
                  Keys.owner(key) & 0xffff_ffffL,
                  HexFormat.of().formatHex(key.slice(9).toByteArray()));
      case Keys.KIND_INODE -> "inode:" + Keys.owner(key);
      case Keys.KIND_DENTRY -> "dentry:" + Keys.owner(key) + "/" + text(Keys.name(key));
      case Keys.KIND_COOKIE -> "cookie:" + Keys.owner(key) + "/" + Keys.ordinal(key);
      case Keys.KIND_CHUNK -> "chunk:" + Keys.owner(key) + "/" + Keys.ordinal(key);
      default -> throw new IllegalArgumentException("unknown kind of key");
    };
  }

  private static String describeValue(Bytes key, Bytes value, Optional<UUID> cloneId) {
    if (key.equals(Keys.FORMAT)) {
      return describe(FormatRecord.decode(value), cloneId);
    }
    if (key.equals(Keys.NEXT_INODE_ID)) {
      return Long.toString(NextInodeId.decode(value).id());
    }
    return switch (kind(key)) {
      case Keys.KIND_COUNTER -> describe(UsageRecord.decode(value));
      case Keys.KIND_REPLY -> ReplyCodec.describe(value);
      case Keys.KIND_INODE -> describe(InodeCodec.decode(Keys.owner(key), value));
      case Keys.KIND_DENTRY -> describe(Dentry.decode(value));
      case Keys.KIND_COOKIE -> describe(CookieEntry.decode(value));
      default -> "[" + value.length() + " bytes]";
    };
  }

  private static byte kind(Bytes key) {
    if (key.length() < 2) {
      throw new IllegalArgumentException("unknown kind of key");
    }
    return key.at(0);
  }

  private static String describe(FormatRecord record, Optional<UUID> cloneId) {
    return "{version: "
        + FormatRecord.VERSION
        + ", volume: "
        + cloneId
            .map(id -> id + ", origin: " + record.volume())
            .orElseGet(record.volume()::toString)
        + ", chunk_size: "
        + Chunks.SIZE_BYTES
        + ", created: "
        + time(record.createdEpochNanos())
        + ", handle_key: hidden}";
  }

  private static String describe(UsageRecord record) {
    return "{inodes: " + record.inodes() + ", bytes: " + record.bytes() + "}";
  }

  private static String describe(Dentry dentry) {
    return "{inode: "
        + dentry.inode()
        + ", type: "
        + name(dentry.type())
        + ", cookie: "
        + dentry.cookie()
        + "}";
  }

  private static String describe(CookieEntry entry) {
    return "{name: " + text(entry.name()) + ", inode: " + entry.inode() + "}";
  }

  private static String describe(Inode inode) {
    return String.format(
        Locale.ROOT,
        "{type: %s, %s, mode: %04o, uid: %s, gid: %s, links: %d, used: %d, atime: %s, mtime: %s,"
            + " ctime: %s, generation: %d}",
        name(inode.type()),
        body(inode),
        inode.mode(),
        Integer.toUnsignedString(inode.uid()),
        Integer.toUnsignedString(inode.gid()),
        inode.linkCount(),
        inode.usedBytes(),
        time(inode.times().accessed()),
        time(inode.times().modified()),
        time(inode.times().changed()),
        inode.id().generation());
  }

  private static String body(Inode inode) {
    return switch (inode.body()) {
      case Body.Directory directory ->
          "entries: %d, parent: %d, next_cookie: %d"
              .formatted(directory.childCount(), directory.parent(), directory.nextCookie());
      case Body.RegularFile file ->
          "size: "
              + inode.sizeBytes()
              + (file.createVerifier() == null
                  ? ""
                  : ", exclusive: %016x".formatted(file.createVerifier()));
      case Body.Symlink(var target) -> "size: " + target.length() + ", target: " + text(target);
      case Body.DeviceNode node ->
          "device: "
              + Integer.toUnsignedString(node.device().major())
              + ":"
              + Integer.toUnsignedString(node.device().minor());
      case Body.Endpoint _ -> "size: 0";
    };
  }

  private static String name(FileType type) {
    return switch (type) {
      case REGULAR -> "file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symlink";
      case BLOCK_DEVICE -> "block device";
      case CHARACTER_DEVICE -> "character device";
      case FIFO -> "fifo";
      case SOCKET -> "socket";
    };
  }

  private static String time(long epochNanos) {
    return Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS))
        .toString();
  }

  private static String text(Bytes name) {
    String decoded = decoded(name);
    StringBuilder text = new StringBuilder();
    decoded
        .codePoints()
        .forEach(
            point -> {
              if (point == '\\') {
                text.append("\\\\");
              } else if (Character.isISOControl(point)) {
                text.append("\\x%02x".formatted(point));
              } else {
                text.appendCodePoint(point);
              }
            });
    return decoded.isEmpty() && !name.isEmpty() ? hex(name) : text.toString();
  }

  /** The name as text, or nothing if it is not well-formed UTF-8. */
  private static String decoded(Bytes name) {
    String text = new String(name.toByteArray(), StandardCharsets.UTF_8);
    return Bytes.utf8(text).equals(name) ? text : "";
  }

  private static String hex(Bytes name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      int value = Byte.toUnsignedInt(name.at(i));
      boolean plain = value >= 0x20 && value < 0x7f && value != '\\';
      text.append(plain ? Character.toString(value) : "\\x%02x".formatted(value));
    }
    return text.toString();
  }
}
