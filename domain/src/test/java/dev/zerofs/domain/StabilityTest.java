package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static dev.zerofs.ports.filesystem.FileSystemDriver.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.NextInodeId;
import dev.zerofs.domain.time.AccessTimePolicy;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What replies wait for, and what outlives a stop. */
final class StabilityTest {
  private static final long SECOND = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final MemoryVolume disk = new MemoryVolume();
  private HookedStore store = new HookedStore(disk.open(clock));
  private Volume volume = Volume.open(store, clock, new Random(1), Options.DEFAULT);
  private FileSystemDriver at = new FileSystemDriver(volume);

  private void reopen(Options options) {
    store = new HookedStore(disk.open(clock));
    volume = Volume.open(store, clock, new Random(2), options);
    at = new FileSystemDriver(volume);
  }

  @Test
  void refusalsWaitForWhatTheyAreBecauseOf() {
    var created = volume.create(Caller.ROOT, at.root(), name("f"), new CreateMode.Exclusive(1));
    FileId file = done(created).object().id();
    var taken = volume.create(Caller.ROOT, at.root(), name("f"), new CreateMode.Exclusive(2));
    assertEquals(created.position(), refused(Status.EXIST, taken).position());
    var removed = volume.remove(Caller.ROOT, at.root(), name("f"));
    var missing = volume.lookup(Caller.ROOT, at.root(), name("f"));
    assertEquals(removed.position(), refused(Status.NOENT, missing).position());
    var stale = volume.attributes(file);
    assertTrue(refused(Status.STALE, stale).position().compareTo(removed.position()) >= 0);
  }

  @Test
  void repliesDoNotWaitForOtherFiles() {
    FileId one = at.file(Caller.ROOT, at.root(), "one", 0644);
    FileId other = at.file(Caller.ROOT, at.root(), "other", 0644);
    var first = volume.write(Caller.ROOT, one, 0, name("x"));
    var second = volume.write(Caller.ROOT, other, 0, name("x"));
    assertEquals(first.position(), volume.attributes(one).position());
    assertEquals(first.position(), volume.commit(one, 0, 0).position());
    assertEquals(first.position(), volume.read(Caller.ROOT, one, 0, 1).position());
    assertTrue(second.position().compareTo(first.position()) > 0);
  }

  @Test
  void everyChangeIsOneBatch() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    FileId directory = at.directory(Caller.ROOT, at.root(), "d", 0755);
    at.file(Caller.ROOT, directory, "target", 0644);
    store.batches.clear();
    at.write(file, 1000, "x".repeat(1 << 20));
    var _ = done(volume.rename(Caller.ROOT, at.root(), name("f"), directory, name("target")));
    at.truncate(file, 100_000);
    var _ = done(volume.remove(Caller.ROOT, directory, name("target")));
    assertEquals(4, store.batches.size());
  }

  @Test
  void repliesWaitForASyncOrForOwnership() {
    StringBuilder calls = new StringBuilder();
    store.onSync = position -> calls.append("sync ").append(position.sequence()).append(' ');
    store.onConfirm = () -> calls.append("confirm ");
    volume.awaitReply(CommitPosition.NONE);
    volume.awaitReply(new CommitPosition(1));
    var _ = volume.whenReplyMayLeave(CommitPosition.NONE);
    var _ = volume.whenReplyMayLeave(new CommitPosition(1));
    assertEquals("confirm sync 1 confirm sync 1 ", calls.toString());
  }

  @Test
  void noReplyWaitsForAnAccessTime() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    var written = volume.write(Caller.ROOT, file, 0, name("x"));
    for (int i = 0; i < 1100; i++) {
      FileId other = at.file(Caller.ROOT, at.root(), "other" + i, 0644);
      at.write(other, 0, "x");
    }
    clock.advance(SECOND);
    long accessed = clock.epochNanos();
    at.read(file, 0, 1);
    store.batches.clear();
    for (int i = 0; i < 1100; i++) {
      at.read(Objects.requireNonNull(at.find(at.root(), "other" + i)), 0, 1);
    }
    assertTrue(!store.batches.isEmpty() && store.batches.size() < 20, "written together");
    assertEquals(written.position(), volume.attributes(file).position());
    // Its own time went with them: a crash does not lose it once that is synced.
    store.syncToBackingStore(store.snapshot().position());
    reopen(Options.DEFAULT);
    assertEquals(accessed, at.stat(file).accessedEpochNanos());
  }

  @Test
  void aCleanStopKeepsAccessTimesAndReturnsIds() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    clock.advance(SECOND);
    at.read(file, 0, 1);
    long accessed = clock.epochNanos();
    volume.close();
    volume.close();
    NextInodeId next =
        NextInodeId.decode(Objects.requireNonNull(store.get(Keys.NEXT_INODE_ID)).value());
    assertEquals(2, next.id());
    Assertions.assertThrows(
        KeyValueException.Closed.class,
        () -> volume.create(Caller.ROOT, at.root(), name("late"), new CreateMode.Exclusive(1)));
    store.close();
    reopen(Options.DEFAULT);
    assertEquals(accessed, at.stat(file).accessedEpochNanos());
    assertEquals(2, at.file(Caller.ROOT, at.root(), "g", 0644).inode());
  }

  @Test
  void accessTimesFollowThePolicy() {
    for (AccessTimePolicy policy : AccessTimePolicy.values()) {
      store.close();
      reopen(new Options.Draft().accessTimes(policy).options());
      FileId file = at.file(Caller.ROOT, at.root(), policy.name(), 0644);
      long created = clock.epochNanos();
      clock.advance(SECOND);
      at.read(file, 0, 1);
      long first = at.stat(file).accessedEpochNanos();
      clock.advance(SECOND);
      at.read(file, 0, 1);
      long second = at.stat(file).accessedEpochNanos();
      switch (policy) {
        case OFF -> assertEquals(created, second);
        case RELATIME -> assertEquals(created + SECOND, second);
        case STRICT -> assertEquals(created + 2 * SECOND, second);
      }
      assertTrue(first <= second);
    }
  }

  @Test
  void aVolumeKeepsItsIdentity() {
    VolumeIdentity first = volume.volume();
    long verifier = volume.writeVerifier();
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "kept");
    volume.close();
    store.close();
    reopen(Options.DEFAULT);
    assertEquals(first.id(), volume.volume().id());
    assertEquals(first.handleKey(), volume.volume().handleKey());
    assertEquals(first.root(), volume.volume().root());
    assertNotEquals(verifier, volume.writeVerifier());
    assertEquals("kept", at.text(file));
    FileId next = at.file(Caller.ROOT, at.root(), "g", 0644);
    assertEquals(store.epoch(), next.generation());
    assertNotEquals(file.generation(), next.generation());
  }

  @Test
  void twoVolumesAreDifferent() {
    KeyValueStore other = new MemoryVolume().open(clock);
    VolumeIdentity second = Volume.open(other, clock, new Random(3), Options.DEFAULT).volume();
    assertNotEquals(volume.volume().id(), second.id());
    assertNotEquals(volume.volume().handleKey(), second.handleKey());
    assertEquals(4, second.id().version());
    assertEquals(2, second.id().variant());
  }

  @Test
  void aVolumeIsDurableWhenItIsMade() {
    VolumeIdentity first = volume.volume();
    reopen(Options.DEFAULT);
    assertEquals(first.id(), volume.volume().id());
  }

  @Test
  void aStoreOfSomethingElseIsLeftAlone() {
    KeyValueStore other = new MemoryVolume().open(clock);
    var _ = other.write(new WriteBatch().put(name("key"), name("value")));
    Assertions.assertThrows(
        KeyValueException.Unusable.class,
        () -> Volume.open(other, clock, new Random(1), Options.DEFAULT));
  }

  @Test
  void anExclusiveCreateIsRepeatableOnTheNextServer() {
    CreateMode exclusive = new CreateMode.Exclusive(77);
    FileId made = done(volume.create(Caller.ROOT, at.root(), name("f"), exclusive)).object().id();
    store.close();
    reopen(Options.DEFAULT);
    assertEquals(
        made, done(volume.create(Caller.ROOT, at.root(), name("f"), exclusive)).object().id());
    // Once its maker has gone on, the same number from somebody else is not the same call.
    var _ = done(volume.setAttributes(Caller.ROOT, made, AttributeChange.ofMode(0644), null));
    refused(Status.EXIST, volume.create(Caller.ROOT, at.root(), name("f"), exclusive));
  }
}
