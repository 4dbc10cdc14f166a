package dev.zerofs.domain.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.Wcc;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What `zerofs debug keys` prints. */
final class DescriptionTest {
  private static final Times TIMES = Times.all(1_700_000_000_123_456_789L);
  private static final String SHOWN_TIMES =
      "atime: 2023-11-14T22:13:20.123456789Z, mtime: 2023-11-14T22:13:20.123456789Z,"
          + " ctime: 2023-11-14T22:13:20.123456789Z";

  @Test
  void inodes() {
    assertEquals(
        "inode:0 → {type: directory, entries: 1, parent: 0, next_cookie: 4, mode: 0755, uid: 0,"
            + " gid: 0, links: 2, used: 0, "
            + SHOWN_TIMES
            + ", generation: 3}",
        describe(inode(0, 0755, 2, 0, new Body.Directory(0, 1, 4))));
    assertEquals(
        "inode:1 → {type: file, size: 1024, mode: 0644, uid: 0, gid: 0, links: 1, used: 1024, "
            + SHOWN_TIMES
            + ", generation: 3}",
        describe(inode(1, 0644, 1, 1024, Body.RegularFile.PLAIN)));
    assertTrue(
        describe(inode(2, 0777, 1, 0, new Body.Symlink(Bytes.utf8("../x"))))
            .startsWith("inode:2 → {type: symlink, size: 4, target: ../x, mode: 0777, "));
  }

  private static Inode inode(long id, int mode, int links, long size, Body body) {
    return new Inode(new FileId(id, 3), mode, 0, 0, links, size, size, TIMES, body);
  }

  private static String describe(Inode inode) {
    return Description.describe(Keys.inode(inode.id().inode()), InodeCodec.encode(inode));
  }

  @Test
  void theRest() {
    assertEquals(
        "chunk:1/0 → [65536 bytes]",
        Description.describe(Keys.chunk(1, 0), Bytes.wrap(new byte[65_536])));
    assertEquals(
        "next_inode_id → 2", Description.describe(Keys.NEXT_INODE_ID, new NextInodeId(2).encode()));
    assertEquals(
        "dentry:0/hello.txt → {inode: 1, type: file, cookie: 3}",
        Description.describe(
            Keys.dentry(0, Bytes.utf8("hello.txt")), new Dentry(1, FileType.REGULAR, 3).encode()));
    assertEquals(
        "cookie:0/3 → {name: hello.txt, inode: 1}",
        Description.describe(
            Keys.cookie(0, 3), new CookieEntry(1, Bytes.utf8("hello.txt")).encode()));
    assertEquals(
        "counter:7 → {inodes: 1, bytes: -5}",
        Description.describe(Keys.counter(7), new UsageRecord(1, -5).encode()));
    assertEquals(
        "reply:4.5/00000000000000010000000000000002 → {linked: inode:9}",
        Description.describe(
            Keys.reply(4L << 32 | 5, new CallId(1, 2)),
            ReplyCodec.LINKED.encode(new Linked(attributes(9), Wcc.unchanged(attributes(7))))));
  }

  @Test
  void aCloneIsShownWithItsOwnId() {
    Bytes format =
        new FormatRecord(new UUID(1, 2), 1_000_000_000, Bytes.wrap(new byte[32])).encode();
    assertEquals(
        "format → {version: 1, volume: 00000000-0000-0001-0000-000000000002, chunk_size: 65536,"
            + " created: 1970-01-01T00:00:01Z, handle_key: hidden}",
        Description.describe(Keys.FORMAT, format));
    assertEquals(
        "format → {version: 1, volume: 00000000-0000-0003-0000-000000000004,"
            + " origin: 00000000-0000-0001-0000-000000000002, chunk_size: 65536,"
            + " created: 1970-01-01T00:00:01Z, handle_key: hidden}",
        Description.describe(Keys.FORMAT, format, Optional.of(new UUID(3, 4))));
  }

  private static Attributes attributes(long inode) {
    return new Inode(new FileId(inode, 3), 0644, 0, 0, 1, 0, 0, TIMES, Body.RegularFile.PLAIN)
        .attributes();
  }

  @Test
  void namesThatAreNoTextAreEscaped() {
    assertEquals("dentry:0/ä€", dentryKey(Bytes.utf8("ä€")));
    assertEquals("dentry:0/a\\x0ab\\\\", dentryKey(Bytes.utf8("a\nb\\")));
    assertEquals("dentry:0/a\\xff\\x00", dentryKey(Bytes.wrap(new byte[] {'a', (byte) 0xff, 0})));
  }

  private static String dentryKey(Bytes name) {
    String line =
        Description.describe(Keys.dentry(0, name), new Dentry(1, FileType.FIFO, 3).encode());
    return line.substring(0, line.indexOf(" →"));
  }

  @Test
  void nonsenseIsShownAsItIs() {
    assertTrue(
        Description.describe(Bytes.wrap(new byte[] {(byte) 0x99, 1}), Bytes.EMPTY)
            .contains("malformed"));
    assertTrue(Description.describe(Keys.inode(1), Bytes.EMPTY).contains("malformed"));
    assertTrue(
        Description.describe(Bytes.wrap(new byte[] {0x10, 1}), Bytes.EMPTY).contains("malformed"));
    assertTrue(
        Description.describe(Bytes.wrap(new byte[] {0x04, 1}), Bytes.EMPTY).contains("malformed"));
  }
}
