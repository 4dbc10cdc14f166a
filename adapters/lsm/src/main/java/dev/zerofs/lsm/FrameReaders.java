package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.fetch.FrameReader;
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

  FrameReader reader(ObjectNames names, long cacheBytes) {
    StoreReader reader =
        new StoreReader(
            store,
            names,
            ReadPatience.DEFAULT,
            clock,
            nanos -> driver.await(() -> false, nanos),
            random);
    return new FrameReader(reader, parallel(), codec, cacheBytes, partBytes());
  }

  /** A local disk answers many small reads as fast as few large ones, and charges for neither. */
  private int partBytes() {
    return store.location().startsWith("file:")
        ? FrameReader.LOCAL_PART_BYTES
        : FrameReader.PART_BYTES;
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
