package dev.zerofs.domain.check;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.CookieEntry;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.NextInodeId;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of damage is found and named. */
final class VolumeCheckTest {
  private final ManualClock clock = new ManualClock();
  private final KeyValueStore store = new MemoryVolume().open(clock);

  private final FileSystemDriver at =
      new FileSystemDriver(Volume.open(store, clock, new Random(1), Options.DEFAULT));
  private final FileId directory = at.directory(Caller.ROOT, at.root(), "d", 0755);
  private final FileId below = at.directory(Caller.ROOT, directory, "below", 0755);
  private final FileId file = at.file(Caller.ROOT, directory, "f", 0644);
  private final FileId second = at.file(Caller.ROOT, at.root(), "g", 0644);

  @BeforeEach
  void fill() {
    at.write(file, 100_000, "text");
    at.write(second, 0, "more");
    var _ = done(at.fs().link(Caller.ROOT, file, at.root(), name("linked")));
    at.symlink(Caller.ROOT, directory, "s", "target");
  }

  @Test
  void aWholeVolumeIsClean() {
    CheckReport report = check();
    assertTrue(report.isClean(), report::toString);
    assertEquals(6, report.inodes());
    assertEquals(6, report.names());
    assertEquals(at.stat(file).usedBytes() + 4, report.bytes());
  }

  @Test
  void aStoreWithoutAVolumeIsNotClean() {
    KeyValueStore empty = new MemoryVolume().open(clock);
    assertFalse(VolumeCheck.run(empty, 10).isClean());
  }

  @Test
  void anUnknownFormatIsNotChecked() {
    store.write(new WriteBatch().put(Keys.FORMAT, Bytes.wrap(new byte[] {0, 0, 0, 9})));
    assertThrows(KeyValueException.Unusable.class, this::check);
  }

  @Test
  void missingDentry() {
    finds(
        "/d/f: inode:3: names that are missing: 1",
        new WriteBatch().delete(Keys.dentry(0, name("linked"))));
    finds("/: inode:0: dentries: 2 found, 3 expected", new WriteBatch());
  }

  @Test
  void dentryWithoutInode() {
    finds("its inode is missing", new WriteBatch().delete(Keys.inode(second.inode())));
  }

  @Test
  void dentryOfAnotherType() {
    finds(
        "its inode is a REGULAR",
        new WriteBatch()
            .put(
                Keys.dentry(0, name("g")),
                new Dentry(second.inode(), FileType.FIFO, cookie("g")).encode()));
  }

  @Test
  void dentryWithoutCookie() {
    finds(
        "/g: dentry:0/g → {inode: 4, type: file, cookie: 4}: its cookie is missing",
        new WriteBatch().delete(Keys.cookie(0, cookie("g"))));
  }

  @Test
  void cookieOfAnotherName() {
    finds(
        "its cookie belongs to",
        new WriteBatch()
            .put(
                Keys.cookie(0, cookie("g")),
                new CookieEntry(second.inode(), name("other")).encode()));
  }

  @Test
  void cookieWithoutDentry() {
    finds(
        "inode:0: cookies: 4 found, 3 expected",
        new WriteBatch().put(Keys.cookie(0, 99), new CookieEntry(5, name("x")).encode()));
    finds("inode:0: cookies from its next one on: 1", new WriteBatch());
  }

  @Test
  void namesOfADirectoryThatDoesNotExist() {
    finds(
        "1 dentries of inodes that do not exist",
        new WriteBatch()
            .put(Keys.dentry(77, name("x")), new Dentry(4, FileType.REGULAR, 3).encode()));
    finds(
        "1 cookies of inodes that do not exist",
        new WriteBatch().put(Keys.cookie(77, 3), new CookieEntry(4, name("x")).encode()));
  }

  @Test
  void namesOfAFile() {
    finds(
        "inode:4, no directory: dentries: 1",
        new WriteBatch()
            .put(Keys.dentry(4, name("x")), new Dentry(4, FileType.REGULAR, 3).encode()));
  }

  @Test
  void linkCounts() {
    finds(
        "inode:3: names that are missing: 5",
        change(file.inode(), inode -> inode.withLinkCount(7)));
    finds(
        "inode:0: its link count: 9 found, 3 expected", change(0, inode -> inode.withLinkCount(9)));
    finds(
        "/d/below: inode:2, empty: its link count: 3 found, 2 expected",
        change(below.inode(), inode -> inode.withLinkCount(3)));
  }

  @Test
  void childCount() {
    finds(
        "inode:1: dentries: 3 found, 2 expected",
        change(directory.inode(), inode -> inode.withBody(inode.directory().withoutChild())));
  }

  @Test
  void parents() {
    finds(
        "its inode calls inode:2 its parent",
        change(
            directory.inode(),
            inode -> inode.withBody(inode.directory().withParent(below.inode()))));
    finds("is in a ring of directories", new WriteBatch());
  }

  @Test
  void missingAncestor() {
    finds(
        "its ancestor inode:99 is missing",
        change(below.inode(), inode -> inode.withBody(inode.directory().withParent(99))));
    finds(
        "its ancestor inode:4 is no directory",
        change(below.inode(), inode -> inode.withBody(inode.directory().withParent(4))));
  }

  @Test
  void chunks() {
    finds(
        "1 chunks of inodes that do not exist, the first is chunk:88/0",
        new WriteBatch().put(Keys.chunk(88, 0), Bytes.utf8("x")));
    finds(
        "inode:5 is a SYMLINK with chunks",
        new WriteBatch().put(Keys.chunk(5, 0), Bytes.utf8("x")));
    finds(
        "inode:4: chunks behind its end: 1 found, 0 expected",
        new WriteBatch().put(Keys.chunk(4, 1), Bytes.utf8("x")));
    finds(
        "inode:4: bytes of its chunks: 6 found, 4 expected",
        new WriteBatch().delete(Keys.chunk(4, 1)).put(Keys.chunk(4, 0), Bytes.utf8("longer")));
    finds("inode:4: its last chunk reaches past its end", new WriteBatch());
  }

  @Test
  void counters() {
    finds(
        "the counters' inodes: 1000",
        new WriteBatch().put(Keys.counter(3), new UsageRecord(994, 0).encode()));
    finds(
        "the counters' bytes",
        new WriteBatch().put(Keys.counter(4), new UsageRecord(0, 1).encode()));
  }

  @Test
  void idsThatWereNotGivenOut() {
    finds(
        "next_inode_id is 3, but there is inode:5",
        new WriteBatch().put(Keys.NEXT_INODE_ID, new NextInodeId(3).encode()));
  }

  @Test
  void damagedRecords() {
    finds(
        "/g: inode:4 cannot be read", new WriteBatch().put(Keys.inode(4), Bytes.utf8("nonsense")));
    finds(
        "cannot be checked",
        new WriteBatch().put(Keys.dentry(1, name("f")), Bytes.utf8("nonsense")));
  }

  @Test
  void rememberedResults() {
    at.file(Caller.ROOT.calling(new CallId(1, 2)), at.root(), "remembered", 0644);
    assertTrue(check().isClean(), () -> check().toString());
    finds(
        "reply:1.7/00000000000000010000000000000002 cannot be read: record reply is malformed",
        new WriteBatch()
            .put(Keys.reply(1L << 32 | 7, new CallId(1, 2)), Bytes.wrap(new byte[] {1, 99})));
    finds(
        "is no key of a remembered result",
        new WriteBatch()
            .put(
                Keys.repliesFrom(9), ReplyCodec.CHANGED.encode(Wcc.unchanged(at.stat(at.root())))));
  }

  @Test
  void allAreCountedButFewDescribed() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 10; i++) {
      batch.put(Keys.chunk(5, i), Bytes.utf8("x"));
      batch.put(Keys.chunk(3, 100 + i), Bytes.utf8("x"));
    }
    store.write(batch);
    CheckReport report = VolumeCheck.run(store, 2);
    assertEquals(2, report.problems().size());
    assertTrue(report.problemCount() > 2);
  }

  private void finds(String problem, WriteBatch damage) {
    if (!damage.isEmpty()) {
      var _ = store.write(damage);
    }
    CheckReport report = check();
    assertTrue(
        report.problems().stream().anyMatch(found -> found.contains(problem)),
        () -> problem + " not among " + report.problems());
  }

  private WriteBatch change(long id, UnaryOperator<Inode> edit) {
    Bytes key = Keys.inode(id);
    Inode inode = InodeCodec.decode(id, Objects.requireNonNull(store.get(key)).value());
    assertTrue(inode.body() instanceof Body);
    return new WriteBatch().put(key, InodeCodec.encode(edit.apply(inode)));
  }

  private long cookie(String name) {
    return Dentry.decode(Objects.requireNonNull(store.get(Keys.dentry(0, name(name)))).value())
        .cookie();
  }

  private CheckReport check() {
    return VolumeCheck.run(store, 100);
  }
}
