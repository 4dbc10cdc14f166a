package dev.zerofs.domain.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Version 1 of every key and record: if one of these changes, old volumes cannot be read. */
final class LayoutGoldenTest {
  private static final Times TIMES = new Times(0x0102, -2, 0x0304);
  private static final String HEAD_OWNER_LINKS = "000003e8" + "00000064";
  private static final String TIMES_HEX =
      "0000000000000102" + "fffffffffffffffe" + "0000000000000304";

  @Test
  void keys() {
    assertEquals("01", hex(Keys.FORMAT));
    assertEquals("02", hex(Keys.NEXT_INODE_ID));
    assertEquals("030f", hex(Keys.counter(15)));
    assertEquals(
        "04" + "0000000000000007" + "1111111111111111" + "ffffffffffffffff",
        hex(Keys.reply(7, new CallId(0x1111111111111111L, -1))));
    assertEquals("10" + "0000000000000102", hex(Keys.inode(0x0102)));
    assertEquals("11" + "0000000000000005" + "6e616d65", hex(Keys.dentry(5, Bytes.utf8("name"))));
    assertEquals("12" + "0000000000000005" + "0000000000000003", hex(Keys.cookie(5, 3)));
    assertEquals("13" + "0000000000000006" + "0000000000000100", hex(Keys.chunk(6, 256)));
  }

  @Test
  void keysOfOneOwnerLieTogetherInOrder() {
    List<Bytes> expected =
        List.of(
            Keys.FORMAT,
            Keys.NEXT_INODE_ID,
            Keys.counter(0),
            Keys.counter(15),
            Keys.repliesFrom(0),
            Keys.reply(0, new CallId(0, 0)),
            Keys.reply(0, new CallId(-1, -1)),
            Keys.repliesFrom(1),
            Keys.reply(1, new CallId(0, 0)),
            Keys.repliesEnd(),
            Keys.inode(0),
            Keys.inode(255),
            Keys.inode(256),
            Keys.inode(Long.MAX_VALUE),
            Keys.dentriesFrom(1),
            Keys.dentry(1, Bytes.utf8("a")),
            Keys.dentry(1, Bytes.utf8("b")),
            Keys.dentry(2, Bytes.utf8("a")),
            Keys.cookie(1, 3),
            Keys.cookie(1, 300),
            Keys.cookie(2, 3),
            Keys.chunk(1, 0),
            Keys.chunk(1, 1L << 47),
            Keys.chunksEnd(1),
            Keys.chunk(2, 0),
            Keys.chunksEnd());
    List<Bytes> sorted = new ArrayList<>(expected);
    sorted.sort(null);
    assertEquals(expected, sorted);
    assertTrue(Keys.inodesEnd().compareTo(Keys.dentriesFrom(0)) <= 0);
    assertTrue(Keys.dentriesEnd().compareTo(Keys.cookie(0, 0)) <= 0);
    assertTrue(Keys.cookiesEnd().compareTo(Keys.chunk(0, 0)) <= 0);
  }

  @Test
  void partsOfKeys() {
    assertEquals(77, Keys.owner(Keys.inode(77)));
    assertEquals(78, Keys.owner(Keys.cookie(78, 9)));
    assertEquals(9, Keys.ordinal(Keys.cookie(78, 9)));
    assertEquals(Bytes.utf8("n"), Keys.name(Keys.dentry(1, Bytes.utf8("n"))));
    Bytes reply = Keys.reply(79, new CallId(-5, 6));
    assertEquals(Keys.REPLY_LENGTH_BYTES, reply.length());
    assertEquals(79, Keys.owner(reply));
    assertEquals(new CallId(-5, 6), Keys.call(reply));
    assertThrows(IllegalArgumentException.class, () -> Keys.owner(Keys.FORMAT));
  }

  @Test
  void inodes() {
    assertInode(
        "01" + "01" + "0fed" + HEAD_OWNER_LINKS + "00000001" + sizes(70_000, 65_540) + "00",
        inode(07755, 1, 70_000, 65_540, Body.RegularFile.PLAIN));
    assertInode(
        "01"
            + "01"
            + "0000"
            + HEAD_OWNER_LINKS
            + "00000001"
            + sizes(0, 0)
            + "01"
            + "0123456789abcdef",
        inode(0, 1, 0, 0, new Body.RegularFile(0x0123456789abcdefL)));
    assertInode(
        "01"
            + "02"
            + "01ed"
            + HEAD_OWNER_LINKS
            + "00000003"
            + sizes(0, 0)
            + "0000000000000007"
            + "0000000000000002"
            + "0000000000000009",
        inode(0755, 3, 0, 0, new Body.Directory(7, 2, 9)));
    assertInode(
        "01" + "05" + "01ff" + HEAD_OWNER_LINKS + "00000001" + sizes(0, 0) + "2e2e2f78",
        inode(0777, 1, 0, 0, new Body.Symlink(Bytes.utf8("../x"))));
    assertInode(
        "01"
            + "03"
            + "01b0"
            + HEAD_OWNER_LINKS
            + "00000001"
            + sizes(0, 0)
            + "00000008"
            + "ffffffff",
        inode(0660, 1, 0, 0, new Body.DeviceNode(FileType.BLOCK_DEVICE, new Device(8, -1))));
    assertInode(
        "01"
            + "04"
            + "01b0"
            + HEAD_OWNER_LINKS
            + "00000001"
            + sizes(0, 0)
            + "00000001"
            + "00000003",
        inode(0660, 1, 0, 0, new Body.DeviceNode(FileType.CHARACTER_DEVICE, new Device(1, 3))));
    assertInode(
        "01" + "06" + "01b0" + HEAD_OWNER_LINKS + "00000001" + sizes(0, 0),
        inode(0660, 1, 0, 0, new Body.Endpoint(FileType.SOCKET)));
    assertInode(
        "01" + "07" + "01b0" + HEAD_OWNER_LINKS + "00000001" + sizes(0, 0),
        inode(0660, 1, 0, 0, new Body.Endpoint(FileType.FIFO)));
  }

  private static String sizes(long size, long used) {
    return "%016x%016x%016x".formatted(4, size, used) + TIMES_HEX;
  }

  private static Inode inode(int mode, int links, long size, long used, Body body) {
    return new Inode(new FileId(42, 4), mode, 1000, 100, links, size, used, TIMES, body);
  }

  private static void assertInode(String expected, Inode inode) {
    Bytes encoded = InodeCodec.encode(inode);
    assertEquals(expected, hex(encoded));
    assertEquals(inode, InodeCodec.decode(42, encoded));
  }

  @Test
  void names() {
    Dentry dentry = new Dentry(9, FileType.DIRECTORY, 17);
    assertEquals("01" + "02" + "0000000000000009" + "0000000000000011", hex(dentry.encode()));
    assertEquals(dentry, Dentry.decode(dentry.encode()));
    CookieEntry cookie = new CookieEntry(9, Bytes.utf8("ab"));
    assertEquals("01" + "0000000000000009" + "6162", hex(cookie.encode()));
    assertEquals(cookie, CookieEntry.decode(cookie.encode()));
  }

  private static final Attributes DIRECTORY =
      new Attributes(
          new FileId(5, 4), FileType.DIRECTORY, 01777, 3, 0, 0, 0, 0, Device.NONE, 1, 2, 3);
  private static final Attributes CHANGED_DIRECTORY =
      new Attributes(
          new FileId(5, 4), FileType.DIRECTORY, 01777, 4, 0, 0, 0, 0, Device.NONE, 1, 9, 9);
  private static final Attributes NODE =
      new Attributes(
          new FileId(6, 4),
          FileType.BLOCK_DEVICE,
          0600,
          -1,
          -2,
          -3,
          1L << 40,
          65_536,
          new Device(8, -1),
          -1,
          9,
          9);

  /** The fields of the first, then of the second those that differ. */
  private static final String DIRECTORY_HEX =
      ("381b" + "0000000000000005" + "0000000000000004" + "03ff" + "00000003")
          + ("0000000000000001" + "0000000000000002" + "0000000000000003");

  private static final String CHANGE_HEX =
      "3010" + "00000004" + "0000000000000009" + "0000000000000009";
  private static final String NODE_HEX =
      ("0ffd" + "0000000000000006" + "03" + "0180" + "ffffffff" + "fffffffe" + "fffffffd")
          + ("0000010000000000" + "0000000000010000" + "00000008" + "ffffffff")
          + "ffffffffffffffff";

  @Test
  void rememberedResults() {
    Wcc wcc = new Wcc(DIRECTORY, CHANGED_DIRECTORY);
    assertReply("0101" + DIRECTORY_HEX + CHANGE_HEX, ReplyCodec.CHANGED, wcc);
    assertReply(
        "0102" + DIRECTORY_HEX + CHANGE_HEX + NODE_HEX, ReplyCodec.CREATED, new Created(NODE, wcc));
    assertReply(
        "0103"
            + (DIRECTORY_HEX + CHANGE_HEX)
            + ("3010" + "00000003" + "0000000000000002" + "0000000000000003")
            + CHANGE_HEX,
        ReplyCodec.RENAMED,
        new Renamed(wcc, wcc));
    assertReply(
        "0104" + DIRECTORY_HEX + CHANGE_HEX + NODE_HEX, ReplyCodec.LINKED, new Linked(NODE, wcc));
  }

  private static <T> void assertReply(String expected, ReplyCodec<T> codec, T result) {
    Bytes encoded = codec.encode(result);
    assertEquals(expected, hex(encoded));
    assertEquals(result, codec.decode(encoded));
    for (int length = 0; length < encoded.length(); length++) {
      Bytes shorter = encoded.slice(0, length);
      assertThrows(KeyValueException.Corrupt.class, () -> codec.decode(shorter));
      assertThrows(KeyValueException.Corrupt.class, () -> ReplyCodec.describe(shorter));
    }
    for (String other : List.of("0000" + expected, "0109" + expected.substring(4))) {
      assertThrows(KeyValueException.Corrupt.class, () -> codec.decode(unhex(other)));
    }
    assertThrows(KeyValueException.Corrupt.class, () -> codec.decode(unhex(expected + "ffff")));
    assertThrows(KeyValueException.Corrupt.class, () -> codec.decode(unhex(expected + "0000")));
  }

  @Test
  void countersAndIds() {
    UsageRecord usage = new UsageRecord(-1, 258);
    assertEquals("01" + "ffffffffffffffff" + "0000000000000102", hex(usage.encode()));
    assertEquals(usage, UsageRecord.decode(usage.encode()));
    NextInodeId next = new NextInodeId(65_537);
    assertEquals("01" + "0000000000010001", hex(next.encode()));
    assertEquals(next, NextInodeId.decode(next.encode()));
  }

  @Test
  void format() {
    FormatRecord format = format(new byte[32]);
    assertEquals(
        "00000001"
            + "0000000000000001"
            + "0000000000000002"
            + "00010000"
            + "0000000000000003"
            + "00".repeat(32),
        hex(format.encode()));
    assertEquals(format, FormatRecord.decode(format.encode()));
  }

  @Test
  void otherFormatsAreNamed() {
    assertUnusable("too new", "00000002" + "00".repeat(70));
    assertUnusable("too old", "00000000" + "00".repeat(60));
    String encoded = hex(format(new byte[32]).encode());
    assertUnusable("131072", encoded.substring(0, 40) + "00020000" + encoded.substring(48));
    assertThrows(
        KeyValueException.Corrupt.class, () -> FormatRecord.decode(unhex("00000001" + "00")));
  }

  private static void assertUnusable(String part, String hex) {
    String message =
        String.valueOf(
            assertThrows(KeyValueException.Unusable.class, () -> FormatRecord.decode(unhex(hex)))
                .getMessage());
    assertTrue(message.contains(part), message);
  }

  @Test
  void damageIsCorruption() {
    Bytes inode = InodeCodec.encode(inode(0755, 3, 0, 0, new Body.Directory(7, 2, 9)));
    for (int length = 0; length < inode.length(); length++) {
      Bytes shorter = inode.slice(0, length);
      assertThrows(KeyValueException.Corrupt.class, () -> InodeCodec.decode(42, shorter));
    }
    assertThrows(
        KeyValueException.Corrupt.class, () -> InodeCodec.decode(42, unhex(hex(inode) + "00")));
    assertThrows(
        KeyValueException.Corrupt.class,
        () -> InodeCodec.decode(42, unhex(hex(inode).replaceFirst("01", "02"))));
    assertThrows(
        KeyValueException.Corrupt.class,
        () -> InodeCodec.decode(42, unhex(hex(inode).replaceFirst("0102", "0108"))));
    assertThrows(KeyValueException.Corrupt.class, () -> Dentry.decode(Bytes.EMPTY));
    assertThrows(
        KeyValueException.Corrupt.class, () -> NextInodeId.decode(unhex("01" + "00".repeat(8))));
  }

  @Test
  void theHandleKeyIsNotShown() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0x5a);
    FormatRecord format = format(key);
    assertFalse(format.toString().contains("5a5a"));
    assertFalse(Description.describe(Keys.FORMAT, format.encode()).contains("5a5a"));
  }

  private static FormatRecord format(byte[] key) {
    return new FormatRecord(new UUID(1, 2), 3, Bytes.wrap(key));
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Bytes unhex(String hex) {
    return Bytes.wrap(HexFormat.of().parseHex(hex));
  }
}
