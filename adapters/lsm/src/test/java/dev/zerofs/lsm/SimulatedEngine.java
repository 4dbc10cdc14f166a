package dev.zerofs.lsm;

import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one simulated process, for simulations of what stands on it: a view of the store
 * that fails on command, background work that is done in steps by whoever waits or asks for it, and
 * options so small that all of it happens. For one thread.
 */
public final class SimulatedEngine {

  private final SimProcess process;

  private SimulatedEngine(SimProcess process) {
    this.process = process;
  }

  /**
   * A process on {@code objects}, with options drawn from {@code random}.
   *
   * @param journal where its journal and its disk cache are, or null if it has no disk
   */
  public static SimulatedEngine on(
      ObjectStore objects,
      ManualClock clock,
      Durability durability,
      @Nullable Path journal,
      Random random) {
    LsmOptions options = SimProcess.randomOptions(random, durability, journal);
    return new SimulatedEngine(new SimProcess(objects, clock, options, random));
  }

  /** Opens the volume, which takes it over from whoever had it. */
  public KeyValueStore open() {
    return process.open();
  }

  /** The store as this process sees it. */
  public FaultyObjectStore view() {
    return process.view();
  }

  /** Does one piece of background work; false if none is due. */
  public boolean work() {
    return process.driver().runOne();
  }

  /** Lets the background look at the clock anew. */
  public void wake() {
    process.driver().wake();
  }

  /** Whether it has said that another writer has taken over. */
  public boolean isReplaced() {
    return process.isReplaced();
  }
}
