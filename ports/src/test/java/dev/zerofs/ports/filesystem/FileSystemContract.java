package dev.zerofs.ports.filesystem;

import static dev.zerofs.ports.filesystem.FileSystemDriver.ALICE;
import static dev.zerofs.ports.filesystem.FileSystemDriver.BOB;
import static dev.zerofs.ports.filesystem.FileSystemDriver.CAROL;
import static dev.zerofs.ports.filesystem.FileSystemDriver.DAVE;
import static dev.zerofs.ports.filesystem.FileSystemDriver.ROOT;
import static dev.zerofs.ports.filesystem.FileSystemDriver.bytes;
import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static dev.zerofs.ports.filesystem.FileSystemDriver.owner;
import static dev.zerofs.ports.filesystem.FileSystemDriver.refused;
import static dev.zerofs.ports.filesystem.FileSystemDriver.times;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link FileSystem} must do, clause by clause of its Javadoc, POSIX and RFC 1813. A
 * file system has one subclass that says how to open an empty one.
 */
@Timeout(60)
public abstract class FileSystemContract {
  private static final long SECOND = 1_000_000_000L;
  private static final int CHUNK = 64 * 1024;

  private final ManualClock clock = new ManualClock();
  private @Nullable FileSystem opened;
  private @Nullable FileSystemDriver driver;

  /** Opens an empty file system that takes its time from {@code clock}, with relatime. */
  protected abstract FileSystem open(ManualClock clock) throws Exception;

  /**
   * Opens anew, with the same clock, what {@link #open} has opened last: everything that was waited
   * for is there.
   *
   * @param closed whether it is closed before; if not, it ends as in a crash
   */
  protected abstract FileSystem reopen(boolean closed) throws Exception;

  @BeforeEach
  final void openFirst() throws Exception {
    opened = open(clock);
    driver = new FileSystemDriver(opened);
    // Everybody may make things in the root of most tests.
    at().chmod(at().root(), 0777);
    clock.advance(SECOND);
  }

  private FileSystem fs() {
    return Objects.requireNonNull(opened);
  }

  private FileSystemDriver at() {
    return Objects.requireNonNull(driver);
  }

  private FileId root() {
    return at().root();
  }

  // ---------------------------------------------------------------- the volume

  @Test
  void anEmptyFileSystemHasARootDirectoryThatIsItsOwnParent() throws Exception {
    FileSystem fresh = open(new ManualClock());
    Attributes root = done(fresh.attributes(fresh.volume().root()));
    assertEquals(FileType.DIRECTORY, root.type());
    assertEquals(0755, root.mode());
    assertEquals(0, root.uid());
    assertEquals(0, root.gid());
    assertEquals(2, root.linkCount());
    assertEquals(0, root.id().inode());
    assertEquals(32, fresh.volume().handleKey().length());
    assertEquals(root.id(), done(fresh.lookup(ROOT, root.id(), name(".."))).object().id());
  }

  @Test
  void limitsAreThoseOfLargeFiles() {
    assertEquals(Long.MAX_VALUE, fs().limits().fileSizeBytes());
    assertEquals(255, fs().limits().nameLengthBytes());
    assertTrue(fs().limits().linkCount() >= 1000);
    assertTrue(fs().limits().symlinkTargetBytes() >= 1024);
  }

  @Test
  void usageFollowsFilesAndBytes() {
    Usage before = done(fs().usage());
    FileId file = at().file(ROOT, root(), "f", 0644);
    at().write(file, 0, "x".repeat(5000));
    Usage with = done(fs().usage());
    assertEquals(before.freeInodes() - 1, with.freeInodes());
    assertTrue(with.freeBytes() <= before.freeBytes() - 5000, with + " after " + before);
    var _ = done(fs().remove(ROOT, root(), name("f")));
    assertEquals(before, done(fs().usage()));
  }

  @Test
  void aReplyMayAlwaysBeWaitedFor() {
    var written = fs().create(ROOT, root(), name("f"), guarded(0644));
    fs().awaitReply(written.position());
    fs().awaitReply(CommitPosition.NONE);
    var more = fs().create(ROOT, root(), name("g"), guarded(0644));
    fs().whenReplyMayLeave(more.position()).toCompletableFuture().join();
    fs().whenReplyMayLeave(CommitPosition.NONE).toCompletableFuture().join();
  }

  // ---------------------------------------------------------------- names

  @Test
  void namesAreBytes() {
    byte[][] names = {{(byte) 0xff, (byte) 0xfe}, {(byte) 0xe4}, {'A'}, {'a'}, {' '}, {'\n'}};
    Set<FileId> ids = new HashSet<>();
    for (byte[] name : names) {
      ids.add(done(fs().create(ROOT, root(), Bytes.copyOf(name), guarded(0))).object().id());
    }
    assertEquals(names.length, ids.size());
    for (byte[] name : names) {
      assertTrue(ids.contains(done(fs().lookup(ROOT, root(), Bytes.copyOf(name))).object().id()));
    }
  }

  @Test
  void aNameHasAtMost255Bytes() {
    String longest = "n".repeat(255);
    FileId file = at().file(ROOT, root(), longest, 0644);
    assertEquals(file, at().find(root(), longest));
    assertEquals(List.of(longest), at().names(root()));
    for (Result<?> result : operationsOn(name("n".repeat(256)))) {
      refused(Status.NAMETOOLONG, result);
    }
    refused(Status.NAMETOOLONG, fs().lookup(ROOT, root(), name("n".repeat(5000))));
  }

  @Test
  void namesWithNulOrSlashAreInvalid() {
    for (String bad : List.of("a/b", "/", "a\0b", "\0")) {
      for (Result<?> result : operationsOn(name(bad))) {
        refused(Status.INVAL, result);
      }
      refused(Status.INVAL, fs().lookup(ROOT, root(), name(bad)));
    }
  }

  @Test
  void anEmptyNameIsInvalidAndNotFound() {
    for (Result<?> result : operationsOn(Bytes.EMPTY)) {
      refused(Status.INVAL, result);
    }
    refused(Status.NOENT, fs().lookup(ROOT, root(), Bytes.EMPTY));
  }

  private List<Result<?>> operationsOn(Bytes name) {
    FileId file = done(fs().create(ROOT, root(), name("plain"), unchecked())).object().id();
    AttributeChange mode = AttributeChange.ofMode(0755);
    return List.of(
        fs().create(ROOT, root(), name, guarded(0644)),
        fs().create(ROOT, root(), name, unchecked()),
        fs().create(ROOT, root(), name, new CreateMode.Exclusive(1)),
        fs().makeDirectory(ROOT, root(), name, mode),
        fs().makeSymlink(ROOT, root(), name, name("t"), mode),
        fs().makeNode(ROOT, root(), name, FileType.FIFO, Device.NONE, mode),
        fs().link(ROOT, file, root(), name),
        fs().remove(ROOT, root(), name),
        fs().removeDirectory(ROOT, root(), name),
        fs().rename(ROOT, root(), name, root(), name("x")),
        fs().rename(ROOT, root(), name("plain"), root(), name));
  }

  @Test
  void dotAndDotDotResolveInLookupOnly() {
    FileId outer = at().directory(ROOT, root(), "outer", 0755);
    FileId inner = at().directory(ROOT, outer, "inner", 0755);
    assertEquals(inner, done(fs().lookup(ROOT, inner, name("."))).object().id());
    assertEquals(outer, done(fs().lookup(ROOT, inner, name(".."))).object().id());
    for (Bytes dots : List.of(name("."), name(".."))) {
      FileId file = done(fs().create(ROOT, inner, name("f"), unchecked())).object().id();
      refused(Status.EXIST, fs().create(ROOT, inner, dots, guarded(0644)));
      refused(Status.EXIST, fs().create(ROOT, inner, dots, unchecked()));
      refused(Status.EXIST, fs().makeDirectory(ROOT, inner, dots, AttributeChange.NONE));
      refused(Status.EXIST, fs().makeSymlink(ROOT, inner, dots, name("t"), AttributeChange.NONE));
      refused(Status.EXIST, fs().link(ROOT, file, inner, dots));
      refused(Status.INVAL, fs().remove(ROOT, inner, dots));
      refused(Status.INVAL, fs().rename(ROOT, inner, dots, inner, name("x")));
      refused(Status.INVAL, fs().rename(ROOT, inner, name("f"), inner, dots));
    }
    refused(Status.INVAL, fs().removeDirectory(ROOT, inner, name(".")));
    refused(Status.NOTEMPTY, fs().removeDirectory(ROOT, inner, name("..")));
  }

  @Test
  void aMissingNameIsNotFound() {
    FileId directory = at().directory(ROOT, root(), "d", 0755);
    Bytes nothing = name("nothing");
    refusedUnchanged(Status.NOENT, () -> fs().lookup(ROOT, directory, nothing), directory);
    refusedUnchanged(Status.NOENT, () -> fs().remove(ROOT, directory, nothing), directory);
    refusedUnchanged(Status.NOENT, () -> fs().removeDirectory(ROOT, directory, nothing), directory);
    refusedUnchanged(
        Status.NOENT,
        () -> fs().rename(ROOT, directory, nothing, root(), name("x")),
        directory,
        root());
  }

  @Test
  void onlyDirectoriesHaveNames() {
    FileId file = at().file(ROOT, root(), "f", 0644);
    AttributeChange none = AttributeChange.NONE;
    Bytes name = name("n");
    refusedUnchanged(Status.NOTDIR, () -> fs().lookup(ROOT, file, name), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().create(ROOT, file, name, unchecked()), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().makeDirectory(ROOT, file, name, none), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().makeSymlink(ROOT, file, name, name, none), file);
    refusedUnchanged(
        Status.NOTDIR,
        () -> fs().makeNode(ROOT, file, name, FileType.FIFO, Device.NONE, none),
        file);
    refusedUnchanged(Status.NOTDIR, () -> fs().remove(ROOT, file, name), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().removeDirectory(ROOT, file, name), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().list(ROOT, file, 0, false, _ -> true), file);
    refusedUnchanged(Status.NOTDIR, () -> fs().link(ROOT, file, file, name), file, file);
    refusedUnchanged(
        Status.NOTDIR, () -> fs().rename(ROOT, file, name, root(), name), file, root());
    refusedUnchanged(
        Status.NOTDIR, () -> fs().rename(ROOT, root(), name("f"), file, name), root(), file);
  }

  @Test
  void whatIsGoneIsStale() {
    FileId file = at().file(ROOT, root(), "f", 0644);
    FileId directory = at().directory(ROOT, root(), "d", 0755);
    var _ = done(fs().remove(ROOT, root(), name("f")));
    var _ = done(fs().removeDirectory(ROOT, root(), name("d")));
    FileId otherGeneration = new FileId(root().inode(), root().generation() + 1);
    for (FileId gone : List.of(file, directory, otherGeneration, new FileId(1L << 40, 1))) {
      refused(Status.STALE, fs().attributes(gone));
      refused(Status.STALE, fs().setAttributes(ROOT, gone, AttributeChange.NONE, null));
      refused(Status.STALE, fs().access(ROOT, gone, Set.of()));
      refused(Status.STALE, fs().read(ROOT, gone, 0, 1));
      refused(Status.STALE, fs().write(ROOT, gone, 0, name("x")));
      refused(Status.STALE, fs().commit(gone, 0, 0));
      refused(Status.STALE, fs().readLink(gone));
      refused(Status.STALE, fs().lookup(ROOT, gone, name(".")));
      refused(Status.STALE, fs().create(ROOT, gone, name("n"), unchecked()));
      refused(Status.STALE, fs().list(ROOT, gone, 0, false, _ -> true));
      refused(Status.STALE, fs().link(ROOT, gone, root(), name("n")));
      refused(Status.STALE, fs().rename(ROOT, gone, name("a"), root(), name("b")));
      refused(Status.STALE, fs().rename(ROOT, root(), name("a"), gone, name("b")));
    }
  }

  // ---------------------------------------------------------------- create

  @Test
  void aNewFileBelongsToItsCreator() {
    Created created = done(fs().create(ALICE, root(), name("f"), guarded(0640)));
    Attributes file = created.object();
    assertEquals(FileType.REGULAR, file.type());
    assertEquals(0640, file.mode());
    assertEquals(ALICE.uid(), file.uid());
    assertEquals(ALICE.gid(), file.gid());
    assertEquals(1, file.linkCount());
    assertEquals(0, file.sizeBytes());
    assertEquals(0, file.usedBytes());
    assertEquals(Device.NONE, file.device());
    assertEquals(clock.epochNanos(), file.accessedEpochNanos());
    assertEquals(clock.epochNanos(), file.modifiedEpochNanos());
    assertEquals(clock.epochNanos(), file.changedEpochNanos());
    assertEquals(file, at().stat(file.id()));
    Found found = done(fs().lookup(ROOT, root(), name("f")));
    assertEquals(file, found.object());
    assertEquals(at().stat(root()), found.directory());
  }

  @Test
  void guardedCreateRefusesATakenName() {
    at().file(ALICE, root(), "f", 0600);
    at().directory(ALICE, root(), "d", 0700);
    for (String taken : List.of("f", "d")) {
      refusedUnchanged(
          Status.EXIST, () -> fs().create(ALICE, root(), name(taken), guarded(0644)), root());
      refusedUnchanged(
          Status.EXIST,
          () -> fs().makeDirectory(ALICE, root(), name(taken), AttributeChange.NONE),
          root());
    }
  }

  @Test
  void uncheckedCreateOpensAndAppliesTheSizeAlone() {
    FileId file = at().file(ALICE, root(), "f", 0600);
    at().write(file, 0, "content");
    Attributes before = at().stat(file);
    Created opened = done(fs().create(ALICE, root(), name("f"), unchecked()));
    assertEquals(before, opened.object());
    assertEquals(opened.directory().before(), opened.directory().after());
    AttributeChange truncating =
        new AttributeChange(0777, 5, 5, 0L, TimeChange.KEEP, TimeChange.KEEP);
    Created truncated =
        done(fs().create(ALICE, root(), name("f"), new CreateMode.Unchecked(truncating)));
    assertEquals(0, truncated.object().sizeBytes());
    assertEquals(0600, truncated.object().mode());
    assertEquals(ALICE.uid(), truncated.object().uid());
    assertTrue(truncated.object().changedEpochNanos() > before.changedEpochNanos());
    refused(
        Status.ACCES, fs().create(DAVE, root(), name("f"), new CreateMode.Unchecked(truncating)));
    at().directory(ALICE, root(), "d", 0777);
    refused(Status.EXIST, fs().create(ALICE, root(), name("d"), unchecked()));
  }

  @Test
  void exclusiveCreateIsRepeatableWithItsVerifierOnly() {
    CreateMode exclusive = new CreateMode.Exclusive(0x0123456789abcdefL);
    Attributes made = done(fs().create(ALICE, root(), name("f"), exclusive)).object();
    assertEquals(0, made.mode());
    assertEquals(ALICE.uid(), made.uid());
    Created again = done(fs().create(ALICE, root(), name("f"), exclusive));
    assertEquals(made, again.object());
    assertEquals(again.directory().before(), again.directory().after());
    refused(Status.EXIST, fs().create(ALICE, root(), name("f"), new CreateMode.Exclusive(1)));
    refused(Status.EXIST, fs().create(ALICE, root(), name("f"), guarded(0644)));
    // All 64 bits count.
    refused(
        Status.EXIST,
        fs().create(ALICE, root(), name("f"), new CreateMode.Exclusive(0x1123456789abcdefL)));
    at().file(ALICE, root(), "plain", 0644);
    refused(Status.EXIST, fs().create(ALICE, root(), name("plain"), new CreateMode.Exclusive(0)));
  }

  @Test
  void attributesOfANewFileAreApplied() {
    AttributeChange wanted =
        new AttributeChange(
            06755,
            7,
            8,
            100L,
            new TimeChange.ToClientTime(5 * SECOND),
            new TimeChange.ToClientTime(6 * SECOND + 7));
    Attributes made =
        done(fs().create(ROOT, root(), name("f"), new CreateMode.Guarded(wanted))).object();
    assertEquals(06755, made.mode());
    assertEquals(7, made.uid());
    assertEquals(8, made.gid());
    assertEquals(100, made.sizeBytes());
    assertEquals(0, made.usedBytes());
    assertEquals(5 * SECOND, made.accessedEpochNanos());
    assertEquals(6 * SECOND + 7, made.modifiedEpochNanos());
    assertEquals(clock.epochNanos(), made.changedEpochNanos());
    // Who is not the superuser gives nothing away, and gets no set-gid of a foreign group.
    Attributes own =
        done(fs().create(DAVE, root(), name("g"), new CreateMode.Guarded(wanted))).object();
    assertEquals(DAVE.uid(), own.uid());
    assertEquals(DAVE.gid(), own.gid());
  }

  @Test
  void newObjectsInASetGidDirectoryTakeItsGroup() {
    FileId shared = at().directory(ROOT, root(), "shared", 0777);
    at().chown(shared, 0, 600);
    at().chmod(shared, 02777);
    FileId file = at().file(DAVE, shared, "f", 02755);
    assertEquals(600, at().stat(file).gid());
    assertEquals(0755, at().stat(file).mode());
    FileId member = at().file(CAROL, shared, "m", 02755);
    assertEquals(02755, at().stat(member).mode());
    FileId below = at().directory(DAVE, shared, "d", 0755);
    assertEquals(600, at().stat(below).gid());
    assertEquals(02755, at().stat(below).mode());
    assertEquals(600, at().stat(at().symlink(DAVE, below, "s", "t")).gid());
  }

  @Test
  void creationNeedsSearchAndWritePermission() {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    for (int mode : new int[] {0500, 0600, 0400, 0}) {
      at().chmod(directory, mode);
      refusedUnchanged(
          Status.ACCES, () -> fs().create(ALICE, directory, name("f"), guarded(0)), directory);
      refusedUnchanged(
          Status.ACCES,
          () -> fs().makeDirectory(ALICE, directory, name("f"), AttributeChange.NONE),
          directory);
    }
    at().chmod(directory, 0300);
    at().file(ALICE, directory, "f", 0600);
    refused(Status.ACCES, fs().create(BOB, directory, name("g"), guarded(0)));
    at().file(ROOT, directory, "g", 0600);
  }

  @Test
  void aDirectoryChangesWithItsNames() {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    changes(
        directory, () -> done(fs().create(ALICE, directory, name("f"), guarded(0))).directory());
    changes(
        directory,
        () ->
            done(fs().makeDirectory(ALICE, directory, name("s"), AttributeChange.ofMode(0755)))
                .directory());
    assertEquals(3, at().stat(directory).linkCount());
    FileId file = Objects.requireNonNull(at().find(directory, "f"));
    changes(directory, () -> done(fs().link(ALICE, file, directory, name("l"))).directory());
    changes(directory, () -> done(fs().remove(ALICE, directory, name("l"))));
    changes(directory, () -> done(fs().removeDirectory(ALICE, directory, name("s"))));
    assertEquals(2, at().stat(directory).linkCount());
    changes(
        directory,
        () -> done(fs().rename(ALICE, directory, name("f"), directory, name("g"))).source());
  }

  // ---------------------------------------------------------------- other types

  @Test
  void directoriesCountTheirSubdirectories() {
    FileId directory = at().directory(ALICE, root(), "d", 0750);
    Attributes made = at().stat(directory);
    assertEquals(FileType.DIRECTORY, made.type());
    assertEquals(0750, made.mode());
    assertEquals(2, made.linkCount());
    assertEquals(3, at().stat(root()).linkCount());
    at().directory(ALICE, directory, "a", 0755);
    at().directory(ALICE, directory, "b", 0755);
    at().file(ALICE, directory, "f", 0644);
    assertEquals(4, at().stat(directory).linkCount());
  }

  @Test
  void symbolicLinksKeepTheirTarget() {
    String target = "../some where/ä";
    FileId link = at().symlink(ALICE, root(), "l", target);
    Attributes attributes = at().stat(link);
    assertEquals(FileType.SYMLINK, attributes.type());
    assertEquals(0777, attributes.mode());
    assertEquals(Bytes.utf8(target).length(), attributes.sizeBytes());
    assertEquals(name(target), done(fs().readLink(link)).target());
    int longest = fs().limits().symlinkTargetBytes();
    at().symlink(ALICE, root(), "long", "t".repeat(longest));
    AttributeChange none = AttributeChange.NONE;
    refused(
        Status.NAMETOOLONG,
        fs().makeSymlink(ALICE, root(), name("x"), name("t".repeat(longest + 1)), none));
    refused(Status.INVAL, fs().makeSymlink(ALICE, root(), name("x"), Bytes.EMPTY, none));
    refused(Status.INVAL, fs().makeSymlink(ALICE, root(), name("x"), name("a\0b"), none));
    // The mode of a symbolic link is left.
    at().chmod(link, 0);
    assertEquals(0777, at().stat(link).mode());
    refused(Status.INVAL, fs().read(ALICE, link, 0, 1));
    refused(Status.INVAL, fs().write(ALICE, link, 0, name("x")));
    refused(Status.INVAL, fs().setAttributes(ALICE, link, AttributeChange.ofSize(0), null));
  }

  @Test
  void onlySymbolicLinksCanBeReadAsSuch() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    refusedUnchanged(Status.INVAL, () -> fs().readLink(file), file);
    refusedUnchanged(Status.INVAL, () -> fs().readLink(root()), root());
  }

  @Test
  void nodesKeepTheirTypeAndDevice() {
    Device device = new Device(8, -1);
    AttributeChange mode = AttributeChange.ofMode(0666);
    for (FileType type : FileType.values()) {
      Bytes name = name(type.name());
      switch (type) {
        case FIFO, SOCKET -> {
          Attributes made = done(fs().makeNode(ALICE, root(), name, type, device, mode)).object();
          assertEquals(type, made.type());
          assertEquals(Device.NONE, made.device());
          refused(Status.INVAL, fs().read(ALICE, made.id(), 0, 1));
        }
        case BLOCK_DEVICE, CHARACTER_DEVICE -> {
          refused(Status.PERM, fs().makeNode(ALICE, root(), name, type, device, mode));
          Attributes made = done(fs().makeNode(ROOT, root(), name, type, device, mode)).object();
          assertEquals(type, made.type());
          assertEquals(device, made.device());
          assertEquals(made, at().stat(made.id()));
        }
        case REGULAR, DIRECTORY, SYMLINK ->
            refused(Status.BADTYPE, fs().makeNode(ROOT, root(), name, type, device, mode));
      }
    }
  }

  // ---------------------------------------------------------------- access and permissions

  @Test
  void accessAnswersByOwnerGroupAndOthers() {
    FileId file = at().file(ALICE, root(), "f", 0640);
    assertEquals(
        rights(AccessRight.READ, AccessRight.MODIFY, AccessRight.EXTEND), all(ALICE, file));
    assertEquals(rights(AccessRight.READ), all(BOB, file));
    assertEquals(rights(), all(DAVE, file));
    // The owner's bits alone count for the owner, the group's for the group.
    at().chmod(file, 0077);
    assertEquals(rights(), all(ALICE, file));
    at().chmod(file, 0707);
    assertEquals(rights(), all(BOB, file));
    at().chown(file, ALICE.uid(), 500);
    at().chmod(file, 0610);
    assertEquals(rights(AccessRight.EXECUTE), all(CAROL, file));
  }

  @Test
  void accessGrantsWhatMakesSenseForTheType() {
    FileId directory = at().directory(ALICE, root(), "d", 0777);
    assertEquals(EnumSet.complementOf(EnumSet.of(AccessRight.EXECUTE)), all(ALICE, directory));
    FileId file = at().file(ALICE, root(), "f", 0777);
    assertEquals(
        EnumSet.complementOf(EnumSet.of(AccessRight.LOOKUP, AccessRight.DELETE)), all(ALICE, file));
    Access asked = done(fs().access(ALICE, file, Set.of(AccessRight.READ)));
    assertEquals(rights(AccessRight.READ), asked.granted());
    assertEquals(at().stat(file), asked.object());
  }

  @Test
  void theSuperuserExecutesOnlyWhatSomebodyMay() {
    FileId file = at().file(ALICE, root(), "f", 0);
    assertFalse(all(ROOT, file).contains(AccessRight.EXECUTE));
    assertTrue(all(ROOT, file).contains(AccessRight.MODIFY));
    at().chmod(file, 0001);
    assertTrue(all(ROOT, file).contains(AccessRight.EXECUTE));
    FileId directory = at().directory(ALICE, root(), "d", 0);
    assertTrue(all(ROOT, directory).contains(AccessRight.LOOKUP));
  }

  @Test
  void lookupNeedsSearchPermission() {
    FileId directory = at().directory(ALICE, root(), "d", 0710);
    at().file(ALICE, directory, "f", 0644);
    var _ = done(fs().lookup(BOB, directory, name("f")));
    refusedUnchanged(Status.ACCES, () -> fs().lookup(DAVE, directory, name("f")), directory);
    refused(Status.ACCES, fs().lookup(DAVE, directory, name("nothing")));
    at().chmod(directory, 0666);
    refused(Status.ACCES, fs().lookup(ALICE, directory, name("f")));
    var _ = done(fs().lookup(ROOT, directory, name("f")));
  }

  @Test
  void listingNeedsReadPermission() {
    FileId directory = at().directory(ALICE, root(), "d", 0730);
    refusedUnchanged(Status.ACCES, () -> fs().list(BOB, directory, 0, false, _ -> true), directory);
    var _ = done(fs().list(ALICE, directory, 0, false, _ -> true));
    var _ = done(fs().list(ROOT, directory, 0, false, _ -> true));
  }

  @Test
  void dataFollowsTheModeButNotForTheOwner() {
    FileId file = at().file(ALICE, root(), "f", 0);
    var _ = done(fs().write(ALICE, file, 0, name("mine")));
    assertArrayEquals("mine".getBytes(UTF_8), bytes(done(fs().read(ALICE, file, 0, 10))));
    var _ = done(fs().setAttributes(ALICE, file, AttributeChange.ofSize(2), null));
    refusedUnchanged(Status.ACCES, () -> fs().read(BOB, file, 0, 1), file);
    refusedUnchanged(Status.ACCES, () -> fs().write(BOB, file, 0, name("x")), file);
    refusedUnchanged(
        Status.ACCES, () -> fs().setAttributes(BOB, file, AttributeChange.ofSize(0), null), file);
    at().chmod(file, 0020);
    var _ = done(fs().write(BOB, file, 0, name("x")));
    refused(Status.ACCES, fs().read(BOB, file, 0, 1));
    // Who may execute a file may have it read.
    at().chmod(file, 0010);
    var _ = done(fs().read(BOB, file, 0, 1));
    refused(Status.ACCES, fs().write(BOB, file, 0, name("x")));
  }

  @Test
  void stickyDirectoriesProtectTheNamesOfOthers() {
    FileId tmp = at().directory(ROOT, root(), "tmp", 01777);
    at().file(ALICE, tmp, "a", 0666);
    at().directory(ALICE, tmp, "d", 0777);
    at().file(BOB, tmp, "b", 0666);
    refusedUnchanged(Status.PERM, () -> fs().remove(BOB, tmp, name("a")), tmp);
    refusedUnchanged(Status.PERM, () -> fs().removeDirectory(BOB, tmp, name("d")), tmp);
    refusedUnchanged(Status.PERM, () -> fs().rename(BOB, tmp, name("a"), tmp, name("x")), tmp, tmp);
    refusedUnchanged(Status.PERM, () -> fs().rename(BOB, tmp, name("b"), tmp, name("a")), tmp, tmp);
    var _ = done(fs().rename(ALICE, tmp, name("a"), tmp, name("c")));
    var _ = done(fs().remove(ALICE, tmp, name("c")));
    var _ = done(fs().removeDirectory(ROOT, tmp, name("d")));
    // The directory's owner may, too.
    at().chown(tmp, DAVE.uid(), null);
    var _ = done(fs().remove(DAVE, tmp, name("b")));
  }

  // ---------------------------------------------------------------- setattr

  @Test
  void onlyTheOwnerChangesTheMode() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    AttributeChange mode = AttributeChange.ofMode(07777);
    refusedUnchanged(Status.PERM, () -> fs().setAttributes(BOB, file, mode, null), file);
    changes(file, () -> done(fs().setAttributes(ALICE, file, mode, null)), false);
    assertEquals(07777, at().stat(file).mode());
    // Who is not in the file's group gets no set-gid.
    at().chown(file, ALICE.uid(), 600);
    var _ = done(fs().setAttributes(ALICE, file, AttributeChange.ofMode(06755), null));
    assertEquals(04755, at().stat(file).mode());
    at().chmod(file, 06755);
    assertEquals(06755, at().stat(file).mode());
  }

  @Test
  void onlyTheSuperuserGivesFilesAway() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    refusedUnchanged(
        Status.PERM, () -> fs().setAttributes(ALICE, file, owner(BOB.uid(), null), null), file);
    refusedUnchanged(
        Status.PERM, () -> fs().setAttributes(ALICE, file, owner(null, 600), null), file);
    refusedUnchanged(
        Status.PERM, () -> fs().setAttributes(BOB, file, owner(BOB.uid(), null), null), file);
    refusedUnchanged(
        Status.PERM, () -> fs().setAttributes(CAROL, file, owner(null, 500), null), file);
    var _ = done(fs().setAttributes(ALICE, file, owner(ALICE.uid(), 500), null));
    assertEquals(500, at().stat(file).gid());
    changes(file, () -> done(fs().setAttributes(ROOT, file, owner(-1, -2), null)), false);
    assertEquals(-1, at().stat(file).uid());
    assertEquals(-2, at().stat(file).gid());
  }

  @Test
  void aChangeOfOwnerClearsSetIds() {
    FileId file = at().file(ALICE, root(), "f", 06755);
    var _ = done(fs().setAttributes(ALICE, file, owner(null, 500), null));
    assertEquals(0755, at().stat(file).mode());
    // Without group execute, set-gid is no right but an old mark for locking.
    at().chmod(file, 06744);
    at().chown(file, BOB.uid(), null);
    assertEquals(02744, at().stat(file).mode());
    FileId directory = at().directory(ALICE, root(), "d", 06755);
    at().chown(directory, BOB.uid(), 100);
    assertEquals(06755, at().stat(directory).mode());
  }

  @Test
  void aWriteByAnotherThanTheOwnerClearsSetIds() {
    FileId file = at().file(ALICE, root(), "f", 06777);
    var _ = done(fs().write(ALICE, file, 0, name("a")));
    var _ = done(fs().write(ROOT, file, 0, name("b")));
    assertEquals(06777, at().stat(file).mode());
    var _ = done(fs().write(BOB, file, 0, name("c")));
    assertEquals(0777, at().stat(file).mode());
    at().chmod(file, 06777);
    var _ = done(fs().setAttributes(BOB, file, AttributeChange.ofSize(0), null));
    assertEquals(0777, at().stat(file).mode());
  }

  @Test
  void timesAreSetByWhoMay() {
    FileId file = at().file(ALICE, root(), "f", 0620);
    long then = 123_456_789_012L;
    AttributeChange client =
        times(new TimeChange.ToClientTime(then), new TimeChange.ToClientTime(then + 1));
    AttributeChange server = times(TimeChange.SERVER_TIME, TimeChange.SERVER_TIME);
    refusedUnchanged(Status.PERM, () -> fs().setAttributes(BOB, file, client, null), file);
    refusedUnchanged(Status.ACCES, () -> fs().setAttributes(DAVE, file, server, null), file);
    var _ = done(fs().setAttributes(ALICE, file, client, null));
    assertEquals(then, at().stat(file).accessedEpochNanos());
    assertEquals(then + 1, at().stat(file).modifiedEpochNanos());
    clock.advance(SECOND);
    var _ = done(fs().setAttributes(BOB, file, server, null));
    assertEquals(clock.epochNanos(), at().stat(file).accessedEpochNanos());
    assertEquals(clock.epochNanos(), at().stat(file).modifiedEpochNanos());
    assertEquals(clock.epochNanos(), at().stat(file).changedEpochNanos());
    var _ = done(fs().setAttributes(ALICE, file, client, null));
    var _ =
        done(fs().setAttributes(ALICE, file, times(TimeChange.KEEP, TimeChange.SERVER_TIME), null));
    assertEquals(then, at().stat(file).accessedEpochNanos());
    assertTrue(at().stat(file).modifiedEpochNanos() >= clock.epochNanos());
  }

  @Test
  void aGuardMustMatchTheChangeTime() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    long changed = at().stat(file).changedEpochNanos();
    refusedUnchanged(
        Status.NOT_SYNC,
        () -> fs().setAttributes(ALICE, file, AttributeChange.ofMode(0), changed - 1),
        file);
    var _ = done(fs().setAttributes(ALICE, file, AttributeChange.ofMode(0600), changed));
    refused(Status.NOT_SYNC, fs().setAttributes(ALICE, file, AttributeChange.ofMode(0), changed));
    assertEquals(0600, at().stat(file).mode());
  }

  @Test
  void settingNothingChangesNothing() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    Attributes before = at().stat(file);
    clock.advance(SECOND);
    assertEquals(
        Wcc.unchanged(before), done(fs().setAttributes(DAVE, file, AttributeChange.NONE, null)));
    assertEquals(before, at().stat(file));
  }

  @Test
  void changeTimesGrowWhateverTheClockSays() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    long last = at().stat(file).changedEpochNanos();
    for (int step = 0; step < 20; step++) {
      clock.jump(step % 3 == 0 ? -5 * SECOND : 0);
      switch (step % 4) {
        case 0 -> at().chmod(file, 0600 + step);
        case 1 -> at().write(file, 0, "x");
        case 2 -> at().truncate(file, 0);
        default -> at().chown(file, 1000 + step, 7);
      }
      long now = at().stat(file).changedEpochNanos();
      assertTrue(now > last, "step " + step);
      last = now;
    }
  }

  @Test
  void anOldModificationTimeDoesNotOutliveAWrite() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    long future = clock.epochNanos() + 1000 * SECOND;
    var _ =
        done(
            fs().setAttributes(
                    ALICE,
                    file,
                    times(TimeChange.KEEP, new TimeChange.ToClientTime(future)),
                    null));
    clock.advance(SECOND);
    at().write(file, 0, "now");
    assertEquals(clock.epochNanos(), at().stat(file).modifiedEpochNanos());
  }

  @Test
  void directoriesHaveNoSizeToSet() {
    refusedUnchanged(
        Status.ISDIR,
        () -> fs().setAttributes(ROOT, root(), AttributeChange.ofSize(0), null),
        root());
    FileId file = at().file(ALICE, root(), "f", 0644);
    refused(Status.FBIG, fs().setAttributes(ALICE, file, AttributeChange.ofSize(-1), null));
  }

  // ---------------------------------------------------------------- data

  @Test
  void whatIsWrittenIsRead() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    Written written = done(fs().write(ALICE, file, 0, name("hello world")));
    assertEquals(11, written.lengthBytes());
    assertEquals(11, Objects.requireNonNull(written.file().after()).sizeBytes());
    at().write(file, 6, "there");
    assertEquals("hello there", at().text(file));
    at().write(file, 11, "!");
    assertEquals("hello there!", at().text(file));
    ReadData part = done(fs().read(ALICE, file, 6, 5));
    assertEquals("there", Bytes.wrap(bytes(part)).toUtf8());
    assertFalse(part.endOfFile());
    assertTrue(done(fs().read(ALICE, file, 6, 6)).endOfFile());
    assertTrue(done(fs().read(ALICE, file, 12, 6)).endOfFile());
    assertEquals(0, done(fs().read(ALICE, file, 500, 6)).lengthBytes());
    assertTrue(done(fs().read(ALICE, file, 500, 6)).endOfFile());
    assertEquals(0, done(fs().read(ALICE, file, 0, 0)).lengthBytes());
  }

  @Test
  void aWriteChangesTimesAndTellsBothSides() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    changes(file, () -> done(fs().write(ALICE, file, 0, name("data"))).file());
    changes(file, () -> done(fs().write(ALICE, file, 0, name("data"))).file());
    Attributes before = at().stat(file);
    assertEquals(Wcc.unchanged(before), done(fs().write(ALICE, file, 0, Bytes.EMPTY)).file());
    assertEquals(before, at().stat(file));
  }

  @Test
  void randomWritesAndTruncationsReadAsOneArrayWould() {
    Random random = new Random(7);
    FileId file = at().file(ALICE, root(), "f", 0644);
    byte[] expected = new byte[5 * CHUNK];
    int size = 0;
    for (int step = 0; step < 300; step++) {
      int offset = random.nextInt(4 * CHUNK);
      if (random.nextInt(5) == 0) {
        int newSize = random.nextBoolean() ? offset : offset / CHUNK * CHUNK;
        at().truncate(file, newSize);
        Arrays.fill(expected, Math.min(size, newSize), expected.length, (byte) 0);
        size = newSize;
      } else {
        byte[] data = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : CHUNK)];
        random.nextBytes(data);
        var _ = done(fs().write(ALICE, file, offset, Bytes.copyOf(data)));
        System.arraycopy(data, 0, expected, offset, data.length);
        size = Math.max(size, offset + data.length);
      }
      assertEquals(size, at().stat(file).sizeBytes());
      byte[] found = at().read(file, 0, expected.length);
      assertArrayEquals(Arrays.copyOf(expected, size), found, "step " + step);
    }
  }

  @Test
  void holesReadAsZerosAndOccupyNothing() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    at().truncate(file, 10L * CHUNK);
    assertEquals(0, at().stat(file).usedBytes());
    assertArrayEquals(new byte[3 * CHUNK], at().read(file, 100, 3 * CHUNK));
    at().write(file, 5L * CHUNK + 10, "x");
    long used = at().stat(file).usedBytes();
    assertTrue(used >= 1 && used <= CHUNK, "used " + used);
    byte[] around = at().read(file, 5L * CHUNK, 20);
    byte[] expected = new byte[20];
    expected[10] = 'x';
    assertArrayEquals(expected, around);
    at().truncate(file, 0);
    assertEquals(0, at().stat(file).usedBytes());
  }

  @Test
  void aShorterFileForgetsItsEnd() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    at().write(file, 0, "0123456789");
    at().truncate(file, 4);
    at().truncate(file, 8);
    assertArrayEquals(new byte[] {'0', '1', '2', '3', 0, 0, 0, 0}, at().read(file, 0, 100));
    at().write(file, 9, "9");
    assertArrayEquals(new byte[] {'0', '1', '2', '3', 0, 0, 0, 0, 0, '9'}, at().read(file, 0, 100));
  }

  @Test
  void filesReachToTheLimit() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    long limit = fs().limits().fileSizeBytes();
    at().truncate(file, limit);
    assertEquals(limit, at().stat(file).sizeBytes());
    assertEquals(3, done(fs().write(ALICE, file, limit - 3, name("last"))).lengthBytes());
    assertArrayEquals(new byte[] {0, 'l', 'a', 's'}, at().read(file, limit - 4, 100));
    assertTrue(done(fs().read(ALICE, file, limit - 4, 100)).endOfFile());
    refusedUnchanged(Status.FBIG, () -> fs().write(ALICE, file, limit, name("x")), file);
    at().truncate(file, limit - 2);
    at().truncate(file, 1L << 40);
    assertEquals(0, at().stat(file).usedBytes());
    at().truncate(file, 0);
    var _ = done(fs().remove(ALICE, root(), name("f")));
  }

  @Test
  void onlyRegularFilesHaveData() {
    refusedUnchanged(Status.ISDIR, () -> fs().read(ROOT, root(), 0, 1), root());
    refusedUnchanged(Status.ISDIR, () -> fs().write(ROOT, root(), 0, name("x")), root());
  }

  @Test
  void largeWritesCrossChunks() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    byte[] data = new byte[1 << 20];
    new Random(3).nextBytes(data);
    var _ = done(fs().write(ALICE, file, 1000, Bytes.copyOf(data)));
    assertArrayEquals(data, at().read(file, 1000, data.length));
    byte[] more = new byte[3 * CHUNK];
    new Random(4).nextBytes(more);
    var _ = done(fs().write(ALICE, file, CHUNK, Bytes.copyOf(more)));
    System.arraycopy(more, 0, data, CHUNK - 1000, more.length);
    assertArrayEquals(data, at().read(file, 1000, data.length));
    assertTrue(at().stat(file).usedBytes() >= data.length);
  }

  @Test
  void rewritingOccupiesNothingMore() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    Bytes data = Bytes.wrap(new byte[4 * CHUNK + 500]);
    var _ = done(fs().write(ALICE, file, 0, data));
    long used = at().stat(file).usedBytes();
    Usage usage = done(fs().usage());
    for (long offset : new long[] {0, CHUNK, 100, 2 * CHUNK - 1}) {
      int length = (int) (data.length() - offset);
      var _ = done(fs().write(ALICE, file, offset, data.slice(0, length)));
      var _ = done(fs().write(ALICE, file, offset, data.slice(0, CHUNK)));
      assertEquals(used, at().stat(file).usedBytes(), "at " + offset);
    }
    assertEquals(usage, done(fs().usage()));
  }

  @Test
  void commitNamesTheLastChangeOfTheFile() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    var written = fs().write(ALICE, file, 0, name("x"));
    at().file(ALICE, root(), "later", 0644);
    var committed = fs().commit(file, 0, 0);
    assertEquals(written.position(), committed.position());
    assertEquals(Wcc.unchanged(at().stat(file)), done(committed));
  }

  @Test
  void readingIsNotedAsRelatimeDoes() {
    FileId file = at().file(ALICE, root(), "f", 0644);
    at().write(file, 0, "data");
    clock.advance(SECOND);
    long first = clock.epochNanos();
    at().read(file, 0, 10);
    assertEquals(first, at().stat(file).accessedEpochNanos());
    clock.advance(SECOND);
    at().read(file, 0, 10);
    assertEquals(first, at().stat(file).accessedEpochNanos());
    clock.advance(24 * 3600 * SECOND);
    at().read(file, 0, 10);
    assertEquals(clock.epochNanos(), at().stat(file).accessedEpochNanos());
    long changed = at().stat(file).changedEpochNanos();
    clock.advance(SECOND);
    at().write(file, 0, "more");
    clock.advance(SECOND);
    at().read(file, 0, 10);
    assertEquals(clock.epochNanos(), at().stat(file).accessedEpochNanos());
    assertTrue(changed < at().stat(file).changedEpochNanos());
    // Setting the time counts more than what was read before.
    var _ =
        done(
            fs().setAttributes(
                    ALICE, file, times(new TimeChange.ToClientTime(1), TimeChange.KEEP), null));
    assertEquals(1, at().stat(file).accessedEpochNanos());
  }

  // ---------------------------------------------------------------- links and removal

  @Test
  void hardLinksAreTheSameFile() {
    FileId file = at().file(ALICE, root(), "a", 0644);
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    long changed = at().stat(file).changedEpochNanos();
    Linked linked = done(fs().link(ALICE, file, directory, name("b")));
    assertEquals(2, linked.object().linkCount());
    assertTrue(linked.object().changedEpochNanos() > changed);
    assertEquals(file, at().find(directory, "b"));
    at().write(file, 0, "shared");
    var _ = done(fs().remove(ALICE, root(), name("a")));
    assertEquals(1, at().stat(file).linkCount());
    assertEquals("shared", at().text(file));
    var _ = done(fs().remove(ALICE, directory, name("b")));
    refused(Status.STALE, fs().attributes(file));
  }

  @Test
  void linksHaveTheirRules() {
    FileId file = at().file(ALICE, root(), "a", 0644);
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    refusedUnchanged(
        Status.ISDIR, () -> fs().link(ALICE, directory, root(), name("x")), directory, root());
    refusedUnchanged(Status.EXIST, () -> fs().link(ALICE, file, root(), name("d")), file, root());
    refusedUnchanged(
        Status.ACCES, () -> fs().link(DAVE, file, directory, name("x")), file, directory);
    FileId symlink = at().symlink(ALICE, root(), "s", "t");
    var _ = done(fs().link(ALICE, symlink, directory, name("s2")));
    assertEquals(2, at().stat(symlink).linkCount());
  }

  @Test
  void removeIsForFilesAndRemoveDirectoryForEmptyDirectories() {
    at().file(ALICE, root(), "f", 0644);
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    at().file(ALICE, directory, "inside", 0644);
    refusedUnchanged(Status.ISDIR, () -> fs().remove(ALICE, root(), name("d")), root());
    refusedUnchanged(Status.NOTDIR, () -> fs().removeDirectory(ALICE, root(), name("f")), root());
    refusedUnchanged(Status.NOTEMPTY, () -> fs().removeDirectory(ALICE, root(), name("d")), root());
    var _ = done(fs().remove(ALICE, directory, name("inside")));
    var _ = done(fs().removeDirectory(ALICE, root(), name("d")));
    assertNull(at().find(root(), "d"));
  }

  @Test
  void removalNeedsWritePermissionOfTheDirectoryOnly() {
    FileId directory = at().directory(ALICE, root(), "d", 0770);
    at().file(ROOT, directory, "f", 0);
    refusedUnchanged(Status.ACCES, () -> fs().remove(DAVE, directory, name("f")), directory);
    at().chmod(directory, 0750);
    refusedUnchanged(Status.ACCES, () -> fs().remove(BOB, directory, name("f")), directory);
    at().chmod(directory, 0770);
    var _ = done(fs().remove(BOB, directory, name("f")));
  }

  @Test
  void aNewFileIsNeverAnOldOne() {
    Set<FileId> seen = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertTrue(seen.add(at().file(ALICE, root(), "f", 0644)));
      var _ = done(fs().remove(ALICE, root(), name("f")));
    }
  }

  // ---------------------------------------------------------------- rename

  @Test
  void renameMovesANameBetweenDirectories() {
    FileId from = at().directory(ALICE, root(), "from", 0755);
    FileId to = at().directory(ALICE, root(), "to", 0755);
    FileId file = at().file(ALICE, from, "f", 0644);
    Attributes fromBefore = at().stat(from);
    Attributes toBefore = at().stat(to);
    long changed = at().stat(file).changedEpochNanos();
    clock.advance(SECOND);
    Renamed renamed = done(fs().rename(ALICE, from, name("f"), to, name("g")));
    assertEquals(new Wcc(fromBefore, at().stat(from)), renamed.source());
    assertEquals(new Wcc(toBefore, at().stat(to)), renamed.target());
    assertEquals(clock.epochNanos(), at().stat(from).modifiedEpochNanos());
    assertEquals(clock.epochNanos(), at().stat(to).modifiedEpochNanos());
    assertTrue(at().stat(file).changedEpochNanos() > changed);
    assertNull(at().find(from, "f"));
    assertEquals(file, at().find(to, "g"));
  }

  @Test
  void renameReplacesAFile() {
    FileId source = at().file(ALICE, root(), "source", 0644);
    FileId target = at().file(ALICE, root(), "target", 0644);
    FileId other = at().file(ALICE, root(), "linked", 0644);
    var _ = done(fs().link(ALICE, other, root(), name("second")));
    var _ = done(fs().rename(ALICE, root(), name("source"), root(), name("target")));
    refused(Status.STALE, fs().attributes(target));
    assertEquals(source, at().find(root(), "target"));
    var _ = done(fs().rename(ALICE, root(), name("target"), root(), name("second")));
    assertEquals(1, at().stat(other).linkCount());
    assertEquals(Set.of("linked", "second"), new HashSet<>(at().names(root())));
  }

  @Test
  void renameOfTwoNamesOfOneFileDoesNothing() {
    FileId file = at().file(ALICE, root(), "a", 0644);
    var _ = done(fs().link(ALICE, file, root(), name("b")));
    Attributes before = at().stat(root());
    var _ = done(fs().rename(ALICE, root(), name("a"), root(), name("b")));
    var _ = done(fs().rename(ALICE, root(), name("a"), root(), name("a")));
    assertEquals(before, at().stat(root()));
    assertEquals(2, at().stat(file).linkCount());
    assertEquals(List.of("a", "b"), at().names(root()));
  }

  @Test
  void renameMovesDirectories() {
    FileId from = at().directory(ALICE, root(), "from", 0755);
    FileId to = at().directory(ALICE, root(), "to", 0755);
    FileId moved = at().directory(ALICE, from, "d", 0755);
    at().file(ALICE, moved, "inside", 0644);
    var _ = done(fs().rename(ALICE, from, name("d"), to, name("e")));
    assertEquals(2, at().stat(from).linkCount());
    assertEquals(3, at().stat(to).linkCount());
    assertEquals(to, done(fs().lookup(ALICE, moved, name(".."))).object().id());
    FileId empty = at().directory(ALICE, root(), "empty", 0755);
    var _ = done(fs().rename(ALICE, to, name("e"), root(), name("empty")));
    refused(Status.STALE, fs().attributes(empty));
    assertEquals(moved, at().find(root(), "empty"));
    assertEquals(5, at().stat(root()).linkCount());
    assertEquals(2, at().stat(to).linkCount());
    var _ = done(fs().rename(ALICE, root(), name("empty"), root(), name("again")));
    assertEquals(5, at().stat(root()).linkCount());
  }

  @Test
  void renameRefusesWhatDoesNotFit() {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    FileId below = at().directory(ALICE, directory, "below", 0755);
    FileId full = at().directory(ALICE, root(), "full", 0755);
    at().file(ALICE, full, "inside", 0644);
    at().file(ALICE, root(), "f", 0644);
    refusedUnchanged(
        Status.INVAL,
        () -> fs().rename(ALICE, root(), name("d"), directory, name("x")),
        root(),
        directory);
    refusedUnchanged(
        Status.INVAL, () -> fs().rename(ALICE, root(), name("d"), below, name("x")), root(), below);
    refusedUnchanged(
        Status.NOTEMPTY,
        () -> fs().rename(ALICE, root(), name("d"), root(), name("full")),
        root(),
        root());
    refusedUnchanged(
        Status.NOTEMPTY,
        () -> fs().rename(ALICE, directory, name("below"), root(), name("d")),
        directory,
        root());
    refusedUnchanged(
        Status.NOTDIR,
        () -> fs().rename(ALICE, root(), name("d"), root(), name("f")),
        root(),
        root());
    refusedUnchanged(
        Status.ISDIR,
        () -> fs().rename(ALICE, root(), name("f"), root(), name("d")),
        root(),
        root());
  }

  @Test
  void renameNeedsPermissionOnBothSides() {
    FileId mine = at().directory(ALICE, root(), "mine", 0755);
    FileId open = at().directory(ALICE, root(), "open", 0777);
    at().file(ALICE, mine, "f", 0666);
    at().file(BOB, open, "g", 0666);
    refusedUnchanged(
        Status.ACCES, () -> fs().rename(BOB, mine, name("f"), open, name("x")), mine, open);
    refusedUnchanged(
        Status.ACCES, () -> fs().rename(BOB, open, name("g"), mine, name("x")), open, mine);
    // A directory that gets another parent is written itself.
    at().directory(ALICE, open, "d", 0755);
    refused(Status.ACCES, fs().rename(BOB, open, name("d"), root(), name("d")));
    var _ = done(fs().rename(BOB, open, name("d"), open, name("e")));
    var _ = done(fs().rename(ALICE, open, name("e"), root(), name("d")));
  }

  // ---------------------------------------------------------------- listing

  @Test
  void aListingHasEverythingOnce() {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    List<String> made = IntStream.range(0, 200).mapToObj(i -> "name" + i * 7 % 200).toList();
    made.forEach(name -> at().file(ALICE, directory, name, 0644));
    for (int perCall : new int[] {1, 3, 50, 1000}) {
      List<DirectoryEntry> entries = at().list(ALICE, directory, perCall);
      assertEquals(202, entries.size());
      assertEquals(name("."), entries.get(0).name());
      assertEquals(directory.inode(), entries.get(0).inode());
      assertEquals(name(".."), entries.get(1).name());
      assertEquals(root().inode(), entries.get(1).inode());
      assertEquals(1, entries.get(0).cookie());
      assertEquals(2, entries.get(1).cookie());
      assertEquals(made, entries.stream().skip(2).map(e -> e.name().toUtf8()).toList());
      for (int i = 1; i < entries.size(); i++) {
        assertTrue(entries.get(i).cookie() > entries.get(i - 1).cookie());
        Attributes attributes = present(entries.get(i).attributes());
        assertEquals(at().stat(attributes.id()), attributes);
        assertEquals(entries.get(i).inode(), attributes.id().inode());
      }
    }
  }

  @Test
  void attributesComeOnlyWhenAskedFor() {
    at().file(ALICE, root(), "f", 0644);
    List<DirectoryEntry> entries = new ArrayList<>();
    DirectoryListing listing = done(fs().list(ALICE, root(), 0, false, entries::add));
    assertTrue(listing.complete());
    assertEquals(at().stat(root()), listing.directory());
    assertEquals(3, entries.size());
    entries.forEach(entry -> assertNull(entry.attributes()));
  }

  @Test
  void aListingGoesOnWhileNamesComeAndGo() {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    for (int i = 0; i < 20; i++) {
      at().file(ALICE, directory, "f" + i, 0644);
    }
    List<DirectoryEntry> first = new ArrayList<>();
    DirectoryListing listing =
        done(fs().list(ALICE, directory, 0, false, entry -> first.size() < 8 && first.add(entry)));
    assertFalse(listing.complete());
    // The last one seen goes, another one that was seen, and one to come; new ones come.
    for (String gone : List.of("f5", "f2", "f10")) {
      var _ = done(fs().remove(ALICE, directory, name(gone)));
    }
    var _ = done(fs().rename(ALICE, directory, name("f15"), directory, name("f12")));
    at().file(ALICE, directory, "new", 0644);
    List<String> rest = new ArrayList<>();
    var _ =
        done(
            fs().list(
                    ALICE,
                    directory,
                    first.getLast().cookie(),
                    false,
                    entry -> rest.add(entry.name().toUtf8())));
    assertEquals(
        List.of(
            "f6", "f7", "f8", "f9", "f11", "f12", "f13", "f14", "f16", "f17", "f18", "f19", "new"),
        rest);
    assertTrue(done(fs().list(ALICE, directory, Long.MAX_VALUE, false, _ -> false)).complete());
  }

  @Test
  void cookiesAreNeverUsedAgain() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      at().file(ALICE, root(), "f", 0644);
      assertTrue(seen.add(at().list(ALICE, root(), 10).getLast().cookie()));
      var _ = done(fs().remove(ALICE, root(), name("f")));
    }
  }

  @Test
  void aSinkThatTakesNothingEndsTheListing() {
    DirectoryListing listing = done(fs().list(ALICE, root(), 0, true, _ -> false));
    assertFalse(listing.complete());
  }

  // ---------------------------------------------------------------- repeated calls

  /** One operation of every kind that is carried out at most once, as calls 1, 2, … of Alice. */
  private List<Operation<Result<?>>> onceOnly(FileId directory, FileId file, FileId doomed) {
    return List.of(
        () -> fs().create(alice(1), directory, name("new"), guarded(0640)),
        () -> fs().makeDirectory(alice(2), directory, name("sub"), AttributeChange.ofMode(0755)),
        () ->
            fs().makeSymlink(
                    alice(3), directory, name("link"), name("target"), AttributeChange.NONE),
        () ->
            fs().makeNode(
                    alice(4),
                    directory,
                    name("fifo"),
                    FileType.FIFO,
                    Device.NONE,
                    AttributeChange.ofMode(0600)),
        () -> fs().link(alice(5), file, directory, name("second")),
        () -> fs().setAttributes(alice(6), doomed, AttributeChange.ofSize(100_000), null),
        () -> fs().remove(alice(7), directory, name("doomed")),
        () -> fs().removeDirectory(alice(8), directory, name("sub")),
        () -> fs().rename(alice(9), directory, name("new"), root(), name("moved")),
        () -> fs().rename(alice(10), directory, name("link"), directory, name("fifo")),
        () -> fs().create(alice(11), root(), name("moved"), truncating()));
  }

  private static Caller alice(long call) {
    return ALICE.calling(new CallId(call, -call));
  }

  private static CreateMode truncating() {
    return new CreateMode.Unchecked(AttributeChange.ofSize(7));
  }

  private void openAnew(boolean closed) throws Exception {
    opened = reopen(closed);
    driver = new FileSystemDriver(opened);
    clock.advance(SECOND);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepeatedCallGetsTheFirstResultAfterAReopening(boolean closed) throws Exception {
    FileId directory = at().directory(ALICE, root(), "d", 0755);
    FileId file = at().file(ALICE, directory, "f", 0644);
    FileId doomed = at().file(ALICE, directory, "doomed", 0644);
    List<Operation<Result<?>>> calls = onceOnly(directory, file, doomed);
    List<Object> values = new ArrayList<>();
    for (Operation<Result<?>> call : calls) {
      clock.advance(1000);
      Result<?> result = call.run();
      values.add(done(result));
      fs().awaitReply(result.position());
    }
    for (int opening = 0; opening < 3; opening++) {
      openAnew(closed);
      var _ = everything(directory); // sets access times, which later looks leave
      List<Object> before = everything(directory);
      for (int i = 0; i < calls.size(); i++) {
        Result<?> again = calls.get(i).run();
        assertEquals(values.get(i), done(again), "call " + (i + 1));
        fs().awaitReply(again.position());
      }
      assertEquals(before, everything(directory));
    }
  }

  private List<Object> everything(FileId directory) {
    return List.of(
        at().list(ROOT, root(), 100), at().list(ROOT, directory, 100), done(fs().usage()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherCallIsCarriedOutForItself(boolean closed) throws Exception {
    var made = fs().makeDirectory(alice(1), root(), name("d"), AttributeChange.NONE);
    fs().awaitReply(made.position());
    openAnew(closed);
    for (Caller other : List.of(alice(2), ALICE, ALICE.calling(new CallId(1, 1)))) {
      refused(Status.EXIST, fs().makeDirectory(other, root(), name("d"), AttributeChange.NONE));
    }
    assertEquals(
        done(made), done(fs().makeDirectory(alice(1), root(), name("d"), AttributeChange.NONE)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedCallIsCarriedOutWhenItIsRepeated(boolean closed) throws Exception {
    refused(Status.NOENT, fs().remove(alice(1), root(), name("f")));
    at().file(ALICE, root(), "f", 0644);
    fs().awaitReply(fs().lookup(ALICE, root(), name("f")).position());
    openAnew(closed);
    var _ = done(fs().remove(alice(1), root(), name("f")));
    assertNull(at().find(root(), "f"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepeatedExclusiveCreateIsTheFirstOne(boolean closed) throws Exception {
    CreateMode exclusive = new CreateMode.Exclusive(77);
    Created made = done(fs().create(alice(1), root(), name("f"), exclusive));
    at().chmod(made.object().id(), 0600);
    fs().awaitReply(fs().attributes(made.object().id()).position());
    openAnew(closed);
    assertEquals(made, done(fs().create(alice(1), root(), name("f"), exclusive)));
    // Its maker has gone on: another call with this number is somebody else's.
    refused(Status.EXIST, fs().create(alice(2), root(), name("f"), exclusive));
  }

  // ---------------------------------------------------------------- what tests are made of

  /** An operation under test. */
  @FunctionalInterface
  protected interface Operation<T> {
    /** Runs it. */
    T run();
  }

  private static CreateMode guarded(int mode) {
    return new CreateMode.Guarded(AttributeChange.ofMode(mode));
  }

  private static CreateMode unchecked() {
    return new CreateMode.Unchecked(AttributeChange.ofMode(0644));
  }

  private static Set<AccessRight> rights(AccessRight... rights) {
    return Set.of(rights);
  }

  private Set<AccessRight> all(Caller caller, FileId object) {
    return done(fs().access(caller, object, EnumSet.allOf(AccessRight.class))).granted();
  }

  private static <T> T present(@Nullable T value) {
    assertNotNull(value);
    return Objects.requireNonNull(value);
  }

  /** Expects a refusal that changes nothing and tells the attributes of {@code objects}. */
  private void refusedUnchanged(
      Status status, Operation<? extends Result<?>> operation, FileId... objects) {
    List<Attributes> before = Arrays.stream(objects).map(at()::stat).toList();
    clock.advance(1000);
    Result.Refused<?> refused = refused(status, operation.run());
    for (int i = 0; i < objects.length; i++) {
      assertEquals(before.get(i), at().stat(objects[i]));
      assertEquals(Wcc.unchanged(before.get(i)), refused.wcc(i), "wcc " + i);
    }
  }

  /** Expects a change whose wcc is right, which moves ctime and mtime. */
  private void changes(FileId object, Operation<Wcc> operation) {
    changes(object, operation, true);
  }

  private void changes(FileId object, Operation<Wcc> operation, boolean content) {
    Attributes before = at().stat(object);
    clock.advance(1000);
    Wcc wcc = operation.run();
    Attributes after = at().stat(object);
    assertEquals(new Wcc(before, after), wcc);
    assertEquals(clock.epochNanos(), after.changedEpochNanos());
    assertNotEquals(before.changedEpochNanos(), after.changedEpochNanos());
    assertEquals(
        content ? clock.epochNanos() : before.modifiedEpochNanos(), after.modifiedEpochNanos());
  }
}
