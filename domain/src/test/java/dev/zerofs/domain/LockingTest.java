package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.space.InodeIds;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits for the store holds no lock that another one needs. */
@Timeout(60)
final class LockingTest {
  private final ManualClock clock = new ManualClock();
  private final MemoryVolume disk = new MemoryVolume();
  private final HookedStore store = new HookedStore(disk.open(clock));
  private final Volume volume = Volume.open(store, clock, new Random(1), Options.DEFAULT);
  private final FileSystemDriver at = new FileSystemDriver(volume);
  private final FileId directory = at.directory(Caller.ROOT, at.root(), "d", 0755);
  private final FileId file = at.file(Caller.ROOT, directory, "f", 0644);

  /** Runs, once, changes of everything that the operation under test may have locked. */
  private Runnable others() {
    AtomicBoolean first = new AtomicBoolean(true);
    return () -> {
      if (first.getAndSet(false)) {
        Thread thread =
            Thread.ofVirtual()
                .start(
                    () -> {
                      at.write(file, 0, "other");
                      at.chmod(directory, 0700);
                      at.directory(Caller.ROOT, at.root(), "e", 0755);
                      var _ =
                          volume.rename(
                              Caller.ROOT, at.root(), name("e"), directory, name("moved"));
                    });
        assertTrue(joined(thread), "others wait for a lock");
      }
    };
  }

  @Test
  void admissionComesBeforeLocks() {
    Runnable others = others();
    store.onAdmit = _ -> others.run();
    var _ = volume.rename(Caller.ROOT, directory, name("f"), at.root(), name("g"));
    assertEquals(file, at.find(at.root(), "g"));
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void coldRecordsAreFetchedBeforeLocks() {
    at.write(file, 0, "x".repeat(200_000));
    Bytes chunk = Keys.chunk(file.inode(), 1);
    Runnable others = others();
    store.onGet =
        key -> {
          if (key.equals(chunk)) {
            others.run();
          }
        };
    // In the middle of a chunk, so that it has to be read.
    at.write(file, 70_000, "mine");
    assertEquals("other", Bytes.wrap(at.read(file, 0, 5)).toUtf8());
    assertEquals("mine", Bytes.wrap(at.read(file, 70_000, 4)).toUtf8());
  }

  @Test
  void namesAreFetchedBeforeLocks() {
    Runnable others = others();
    Bytes dentry = Keys.dentry(directory.inode(), name("f"));
    store.onGet =
        key -> {
          if (key.equals(dentry)) {
            others.run();
          }
        };
    var _ = volume.remove(Caller.ROOT, directory, name("f"));
    assertEquals(List.of("moved"), at.names(directory));
  }

  @Test
  void anotherInodeUnderANameThatWasLookedUpStartsOver() {
    AtomicBoolean first = new AtomicBoolean(true);
    store.onGet =
        key -> {
          if (key.equals(Keys.inode(file.inode())) && first.getAndSet(false)) {
            // Between the rehearsal and the locks, the name gets another inode.
            Thread other =
                Thread.ofVirtual()
                    .start(
                        () -> {
                          at.file(Caller.ROOT, directory, "n", 0600);
                          var _ =
                              volume.rename(
                                  Caller.ROOT, directory, name("n"), directory, name("f"));
                        });
            assertTrue(joined(other));
          }
        };
    var _ = volume.remove(Caller.ROOT, directory, name("f"));
    assertEquals(List.of(), at.names(directory));
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void whatStartingOverMeetsIsLockedToo() {
    FileId other = at.file(Caller.ROOT, directory, "n", 0600);
    Thread remover = Thread.currentThread();
    Thread linker =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  var _ = volume.link(Caller.ROOT, other, at.root(), name("kept"));
                });
    AtomicBoolean swapped = new AtomicBoolean();
    store.onGet =
        key -> {
          if (Thread.currentThread() != remover) {
            return;
          }
          if (key.equals(Keys.inode(file.inode())) && !swapped.getAndSet(true)) {
            Thread swap =
                Thread.ofVirtual()
                    .start(
                        () -> {
                          var _ =
                              volume.rename(
                                  Caller.ROOT, directory, name("n"), directory, name("f"));
                        });
            assertTrue(joined(swap));
          }
        };
    // Between reading the inode and removing it, a link would be lost.
    store.onWrite = _ -> startFrom(remover, linker);
    var _ = volume.remove(Caller.ROOT, directory, name("f"));
    assertTrue(joined(linker));
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void directoriesMoveOneAtATime() {
    FileId left = at.directory(Caller.ROOT, at.root(), "left", 0755);
    FileId right = at.directory(Caller.ROOT, at.root(), "right", 0755);
    FileId one = at.directory(Caller.ROOT, left, "one", 0755);
    FileId two = at.directory(Caller.ROOT, right, "two", 0755);
    FileId insideOne = at.directory(Caller.ROOT, one, "inside", 0755);
    FileId insideTwo = at.directory(Caller.ROOT, two, "inside", 0755);
    Thread first = Thread.currentThread();
    Thread second =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  var _ = volume.rename(Caller.ROOT, right, name("two"), insideOne, name("x"));
                });
    // No inode is part of both moves, but both together would make a ring.
    store.onWrite = _ -> startFrom(first, second);
    var _ = volume.rename(Caller.ROOT, left, name("one"), insideTwo, name("x"));
    assertTrue(joined(second));
    VolumePropertyTest.requireClean(store);
  }

  /** Starts a thread when {@code starter} comes here, and lets it run until it has to wait. */
  private static void startFrom(Thread starter, Thread thread) {
    if (Thread.currentThread() == starter && thread.getState() == Thread.State.NEW) {
      thread.start();
      awaitDoneOrWaiting(thread);
    }
  }

  private static void awaitDoneOrWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void idsAreReservedBeforeLocksAndBeforeUse() {
    // A volume that is opened has reserved nothing yet.
    Volume reopened = Volume.open(store, clock, new Random(2), Options.DEFAULT);
    AtomicInteger syncs = new AtomicInteger();
    store.onSync =
        _ -> {
          syncs.incrementAndGet();
          var other = new FileSystemDriver(reopened);
          Thread thread = Thread.ofVirtual().start(() -> other.write(file, 0, "other"));
          assertTrue(joined(thread), "others wait for a lock");
        };
    FileId beyond = new FileSystemDriver(reopened).file(Caller.ROOT, directory, "beyond", 0644);
    store.onSync = _ -> {};
    assertEquals(InodeIds.BLOCK_IDS + 1, beyond.inode());
    assertEquals(1, syncs.get());
  }

  @Test
  void waitingForAReplyHoldsNoLock() {
    Runnable others = others();
    store.onSync = _ -> others.run();
    var written = volume.write(Caller.ROOT, file, 0, name("x"));
    volume.awaitReply(written.position());
    assertEquals("other", at.text(file));
  }

  private static boolean joined(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
