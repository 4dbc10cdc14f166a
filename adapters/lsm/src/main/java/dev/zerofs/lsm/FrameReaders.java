package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.lsm.cache.SystemCacheFiles;
import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.InFlight;
import dev.zerofs.lsm.fetch.Parallel;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.read.ReadAhead;
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
 * @param reads how a store that is not of this machine is read
 */
record FrameReaders(
    ObjectStore store,
    Clock clock,
    RandomGenerator random,
    Driver driver,
    FrameCodec codec,
    ReadOptions reads) {

  private boolean isLocal() {
    return store.location().startsWith("file:");
  }

  /** The disk cache, or null. What is on this machine anyway needs no second place there. */
  @Nullable DiskCache disk() {
    DiskCache.Options wanted = isLocal() ? null : reads.diskCache();
    return wanted == null
        ? null
        : new DiskCache(wanted, new SystemCacheFiles(), clock, driver::wake);
  }

  StoreReader storeReader(ObjectNames names) {
    return new StoreReader(
        store,
        names,
        ReadPatience.DEFAULT,
        clock,
        nanos -> driver.await(() -> false, nanos),
        random,
        new InFlight(reads.parallelism(), reads.inFlightBytes()));
  }

  FrameReader reader(StoreReader reader, @Nullable VolumeCache cache, long cacheBytes) {
    return isLocal()
        ? FrameReader.local(reader, parallel(), codec, cacheBytes)
        : FrameReader.remote(reader, cache, parallel(), codec, cacheBytes);
  }

  ReadAhead readAhead() {
    return new ReadAhead(reads.parallelism(), driver::spawn);
  }

  private Parallel parallel() {
    return new Parallel() {
      @Override
      public <T> List<T> run(List<Callable<T>> tasks) {
        return tasks.size() == 1
            ? Parallel.SEQUENTIAL.run(tasks)
            : driver.parallel(new ArrayList<>(tasks));
      }
    };
  }
}
