package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.InFlight;
import dev.zerofs.lsm.fetch.Parallel;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reader of frames that fits a store.
 *
 * @param store where objects are
 * @param clock the time
 * @param random for jitter
 * @param driver waits, and fetches several parts at once
 * @param codec for frames
 */
record FrameReaders(
    ObjectStore store, Clock clock, RandomGenerator random, Driver driver, FrameCodec codec) {

  /** A reader as usual, without a disk cache. */
  FrameReader reader(ObjectNames names, long cacheBytes) {
    return reader(objects(names, ReadOptions.DISKLESS), null, cacheBytes);
  }

  /** A reader of frames in {@code objects}. */
  FrameReader reader(StoreReader objects, @Nullable VolumeCache disk, long cacheBytes) {
    return isLocal()
        ? FrameReader.local(objects, parallel(), codec, cacheBytes)
        : FrameReader.remote(objects, disk, parallel(), codec, cacheBytes);
  }

  /** A reader of objects. */
  StoreReader objects(ObjectNames names, ReadOptions options) {
    return new StoreReader(
        store,
        names,
        ReadPatience.DEFAULT,
        clock,
        nanos -> driver.await(() -> false, nanos),
        random,
        new InFlight(options.parallelism(), options.urgentBytes(), options.aheadBytes()));
  }

  /** Whether the store's objects are files of this machine. */
  boolean isLocal() {
    return store.location().startsWith("file:");
  }

  private Parallel parallel() {
    return new Parallel() {
      @Override
      public <T> List<T> run(List<Callable<T>> tasks) {
        return tasks.size() == 1
            ? Parallel.SEQUENTIAL.run(tasks)
            : driver.parallel(new ArrayList<>(tasks));
      }

      @Override
      public void spawn(Runnable task) {
        var _ = driver.spawn(task);
      }
    };
  }
}
