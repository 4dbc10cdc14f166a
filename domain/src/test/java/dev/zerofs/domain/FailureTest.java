package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static dev.zerofs.ports.filesystem.FileSystemDriver.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of the store's failures. */
final class FailureTest {
  private final ManualClock clock = new ManualClock();
  private final HookedStore store = new HookedStore(new MemoryVolume().open(clock));
  private final Volume volume = Volume.open(store, clock, new Random(1), Options.DEFAULT);
  private final FileSystemDriver at = new FileSystemDriver(volume);
  private final FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);

  private List<Supplier<Result<?>>> changes() {
    return List.of(
        () -> volume.create(Caller.ROOT, at.root(), name("n"), new CreateMode.Exclusive(1)),
        () -> volume.makeDirectory(Caller.ROOT, at.root(), name("n"), AttributeChange.NONE),
        () -> volume.write(Caller.ROOT, file, 0, Bytes.utf8("data")),
        () -> volume.link(Caller.ROOT, file, at.root(), name("n")),
        () -> volume.rename(Caller.ROOT, at.root(), name("f"), at.root(), name("n")),
        () -> volume.setAttributes(Caller.ROOT, file, AttributeChange.ofMode(0), null),
        () -> volume.setAttributes(Caller.ROOT, file, AttributeChange.ofSize(9), null),
        () -> volume.remove(Caller.ROOT, at.root(), name("f")));
  }

  @Test
  void aStoreOutOfReachIsDelayAndAppliesNothing() {
    Attributes before = at.stat(file);
    Usage usage = done(volume.usage());
    for (var change : changes()) {
      store.onAdmit = _ -> fail(new KeyValueException.Unavailable("away", null));
      refused(Status.DELAY, change.get());
      store.onAdmit = _ -> {};
      store.onGet = _ -> fail(new KeyValueException.Unavailable("away", null));
      refused(Status.DELAY, change.get());
      store.onGet = _ -> {};
      store.onWrite = _ -> fail(new KeyValueException.Unavailable("away", null));
      refused(Status.DELAY, change.get());
      store.onWrite = _ -> {};
    }
    assertEquals(before, at.stat(file));
    assertEquals(usage, done(volume.usage()));
    assertEquals(List.of("f"), at.names(at.root()));
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void readsSayDelayAndIo() {
    store.onGet = _ -> fail(new KeyValueException.Unavailable("away", null));
    store.onSnapshot = () -> fail(new KeyValueException.Unavailable("away", null));
    refused(Status.DELAY, volume.attributes(file));
    refused(Status.DELAY, volume.read(Caller.ROOT, file, 0, 1));
    refused(Status.DELAY, volume.lookup(Caller.ROOT, at.root(), name("f")));
    refused(Status.DELAY, volume.list(Caller.ROOT, at.root(), 0, true, _ -> true));
    store.onGet = _ -> fail(new KeyValueException.Corrupt("flipped", null));
    refused(Status.IO, volume.attributes(file));
    refused(Status.IO, volume.read(Caller.ROOT, file, 0, 1));
  }

  @Test
  void damageOfOneRecordIsIoForIt() {
    var _ = store.write(new WriteBatch().put(Keys.inode(file.inode()), Bytes.utf8("damage")));
    refused(Status.IO, volume.attributes(file));
    refused(Status.IO, volume.write(Caller.ROOT, file, 0, name("x")));
    refused(Status.IO, volume.remove(Caller.ROOT, at.root(), name("f")));
    at.file(Caller.ROOT, at.root(), "another", 0644);
  }

  @Test
  void aNameWithoutInodeIsDamage() {
    var _ = store.write(new WriteBatch().delete(Keys.inode(file.inode())));
    refused(Status.IO, volume.lookup(Caller.ROOT, at.root(), name("f")));
    refused(Status.IO, volume.remove(Caller.ROOT, at.root(), name("f")));
  }

  @Test
  void aFullStoreStillDeletes() {
    at.write(file, 0, "x".repeat(1000));
    store.onAdmit = _ -> fail(new KeyValueException.OutOfSpace("full", null));
    refused(Status.NOSPC, volume.write(Caller.ROOT, file, 0, name("x")));
    refused(
        Status.NOSPC,
        volume.create(Caller.ROOT, at.root(), name("n"), new CreateMode.Exclusive(1)));
    at.truncate(file, 10);
    var _ = done(volume.remove(Caller.ROOT, at.root(), name("f")));
  }

  @Test
  void aServerThatWasReplacedFallsSilent() {
    store.onWrite = _ -> fail(new KeyValueException.Replaced("by another"));
    for (var change : changes()) {
      assertThrows(KeyValueException.Replaced.class, change::get);
    }
    store.onConfirm = () -> fail(new KeyValueException.Replaced("by another"));
    assertThrows(KeyValueException.Replaced.class, () -> volume.awaitReply(CommitPosition.NONE));
    store.onGet = _ -> fail(new KeyValueException.Closed("closed", null));
    assertThrows(KeyValueException.Closed.class, () -> volume.attributes(file));
  }

  @Test
  void locksAreReleasedWhateverHappens() {
    store.onWrite =
        _ -> {
          throw new IllegalStateException("a bug");
        };
    for (var change : changes()) {
      assertThrows(IllegalStateException.class, change::get);
    }
    store.onWrite = _ -> {};
    Usage usage = done(volume.usage());
    // In another thread, to which a lock that was left behind would not be reentrant.
    Thread other = Thread.ofVirtual().start(() -> at.write(file, 0, "works"));
    assertTrue(joined(other));
    assertEquals("works", at.text(file));
    assertEquals(usage.freeBytes() - 5, done(volume.usage()).freeBytes());
    VolumePropertyTest.requireClean(store);
  }

  private static boolean joined(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void fail(KeyValueException failure) {
    throw failure;
  }
}
