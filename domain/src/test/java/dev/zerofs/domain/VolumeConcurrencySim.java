package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.RandomOperations;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on few files: nothing is lost, nothing hangs, and the volume stays whole. */
@Timeout(60)
final class VolumeConcurrencySim {
  private static final int THREADS = 8;

  private final ManualClock clock = new ManualClock();
  private final KeyValueStore store = new MemoryVolume().open(clock);
  private final Volume volume = Volume.open(store, clock, new Random(1), Options.DEFAULT);
  private final FileSystemDriver at = new FileSystemDriver(volume);

  @Test
  void randomOperationsOfManyThreadsLeaveTheVolumeWhole() {
    Seeds.forEach(
        4,
        seed -> {
          ManualClock time = new ManualClock();
          KeyValueStore kv = new MemoryVolume().open(time);
          Volume shared = Volume.open(kv, time, new Random(seed), Options.DEFAULT);
          List<Result<?>> first = new ArrayList<>();
          FileId root = shared.volume().root();
          for (int i = 0; i < 4; i++) {
            first.add(
                shared.makeDirectory(
                    Caller.ROOT, root, name("d" + i), AttributeChange.ofMode(0777)));
          }
          inParallel(
              thread -> {
                RandomOperations operations = new RandomOperations(seed + thread, root);
                first.forEach(operations::learn);
                for (int step = 0; step < 1500; step++) {
                  operations.learn(operations.next().run(shared));
                  time.advance(1);
                }
                return 0;
              });
          VolumePropertyTest.requireClean(kv);
        });
  }

  @Test
  void directoriesMovedIntoEachOtherNeverFormARing() throws Exception {
    List<FileId> directories = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      directories.add(at.directory(Caller.ROOT, at.root(), "d" + i, 0777));
    }
    inParallel(
        thread -> {
          Random random = new Random(thread);
          for (int step = 0; step < 3000; step++) {
            int moved = random.nextInt(directories.size());
            FileId from = anywhere(random, directories);
            FileId to = anywhere(random, directories);
            Bytes name = name("d" + moved);
            var _ = volume.rename(Caller.ROOT, from, name, to, name);
          }
          return 0;
        });
    VolumePropertyTest.requireClean(store);
    directories.forEach(id -> assertEquals(id, at.stat(id).id()));
  }

  private FileId anywhere(Random random, List<FileId> directories) {
    int index = random.nextInt(directories.size() + 1);
    return index == directories.size() ? at.root() : directories.get(index);
  }

  @Test
  void oneExclusiveCreateWins() throws Exception {
    for (int round = 0; round < 100; round++) {
      Bytes name = name("lock" + round);
      List<Integer> winners =
          inParallel(
              thread ->
                  volume.create(Caller.ROOT, at.root(), name, new CreateMode.Exclusive(thread))
                          instanceof Result.Done<?>
                      ? 1
                      : 0);
      assertEquals(1, winners.stream().mapToInt(Integer::intValue).sum());
    }
  }

  @Test
  void writesToOneFileAllArrive() throws Exception {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    int piece = 1000;
    inParallel(
        thread -> {
          for (int step = 0; step < 100; step++) {
            byte[] data = new byte[piece];
            Arrays.fill(data, (byte) (thread + 1));
            long offset = (long) (step * THREADS + thread) * piece;
            var _ = done(volume.write(Caller.ROOT, file, offset, Bytes.wrap(data)));
          }
          return 0;
        });
    byte[] all = at.read(file, 0, THREADS * 100 * piece);
    assertEquals(THREADS * 100 * piece, all.length);
    for (int i = 0; i < all.length; i++) {
      assertEquals(i / piece % THREADS + 1, all[i]);
    }
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void linksAndNamesAreCountedExactly() throws Exception {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    inParallel(
        thread -> {
          FileId own = at.directory(Caller.ROOT, at.root(), "t" + thread, 0755);
          for (int step = 0; step < 200; step++) {
            var _ = done(volume.link(Caller.ROOT, file, own, name("l" + step)));
            if (step % 2 == 0) {
              var _ = done(volume.remove(Caller.ROOT, own, name("l" + step)));
            }
          }
          return 0;
        });
    assertEquals(1 + THREADS * 100, at.stat(file).linkCount());
    assertEquals(2 + THREADS, at.stat(at.root()).linkCount());
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void aNameThatIsReplacedIsNeverMissing() throws Exception {
    at.file(Caller.ROOT, at.root(), "target", 0644);
    AtomicInteger writers = new AtomicInteger(THREADS / 2);
    inParallel(
        thread -> {
          if (thread >= THREADS / 2) {
            while (writers.get() > 0) {
              assertTrue(at.find(at.root(), "target") != null);
              assertEquals(1, count(at.names(at.root()), "target"));
            }
            return 0;
          }
          for (int step = 0; step < 300; step++) {
            String temporary = "tmp" + thread;
            at.file(Caller.ROOT, at.root(), temporary, 0644);
            var _ =
                done(
                    volume.rename(
                        Caller.ROOT, at.root(), name(temporary), at.root(), name("target")));
          }
          return writers.decrementAndGet();
        });
    VolumePropertyTest.requireClean(store);
  }

  private static long count(List<String> names, String name) {
    return names.stream().filter(name::equals).count();
  }

  /** What a thread does; it is given its number. */
  @FunctionalInterface
  private interface Work {
    int run(int thread) throws Exception;
  }

  private static List<Integer> inParallel(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        calls.add(
            () -> {
              start.await();
              return work.run(number);
            });
      }
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> future : executor.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
