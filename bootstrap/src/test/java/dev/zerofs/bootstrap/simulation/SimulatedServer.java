package dev.zerofs.bootstrap.simulation;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.lsm.SimulatedEngine;
import dev.zerofs.ports.filesystem.ModelFileSystem;
import dev.zerofs.ports.filesystem.RandomOperations;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One server, what it has done, what it has told its clients. For one thread. */
final class SimulatedServer {

  /** When and by whom the volume was made. */
  record Birth(long epochNanos, long epoch) {}

  private final SimulatedEngine engine;
  private final ManualClock clock;
  private final FrozenClock time = new FrozenClock();
  private final long seed;
  private final boolean canAsk;
  private final List<Operated> line = new ArrayList<>();
  private @Nullable KeyValueStore store;
  private @Nullable Volume volume;
  private @Nullable ModelFileSystem model;
  private @Nullable RandomOperations operations;
  private @Nullable Birth birth;
  private int number;
  private long epoch;
  private CommitPosition acknowledged = CommitPosition.NONE;

  /** What its successor found: it may not acknowledge more than that. */
  private @Nullable CommitPosition limit;

  private long replacedNanos = Long.MAX_VALUE;
  private boolean isOver;
  private boolean isBusy = true;

  /**
   * A server.
   *
   * @param canAsk whether the store always answers it
   */
  SimulatedServer(SimulatedEngine engine, ManualClock clock, long seed, boolean canAsk) {
    this.engine = engine;
    this.clock = clock;
    this.seed = seed;
    this.canAsk = canAsk;
  }

  /** How many were opened, or died over it, before this one began to be, and itself. */
  int number() {
    return number;
  }

  void setNumber(int newNumber) {
    number = newNumber;
  }

  SimulatedEngine engine() {
    return engine;
  }

  /** Whether the store always answers it, so that it can know whose the volume is. */
  boolean canAsk() {
    return canAsk;
  }

  FrozenClock time() {
    return time;
  }

  long epoch() {
    return epoch;
  }

  List<Operated> line() {
    return line;
  }

  KeyValueStore store() {
    return Objects.requireNonNull(store);
  }

  Volume volume() {
    return Objects.requireNonNull(volume);
  }

  ModelFileSystem model() {
    return Objects.requireNonNull(model);
  }

  RandomOperations operations() {
    return Objects.requireNonNull(operations);
  }

  CommitPosition acknowledged() {
    return acknowledged;
  }

  void acknowledge(CommitPosition position) {
    acknowledged = acknowledged.max(position);
  }

  @Nullable CommitPosition limit() {
    return limit;
  }

  /** Since when another has the volume, on the monotonic clock; the end of time if none has. */
  long replacedNanos() {
    return replacedNanos;
  }

  /** Another has the volume, from {@code position} on. */
  void replacedAt(CommitPosition position) {
    limit = limit == null || limit.compareTo(position) > 0 ? position : limit;
    replacedNanos = Math.min(replacedNanos, clock.monotonicNanos());
  }

  /** Whether a call of it is under way: between its requests others go on, not itself. */
  boolean isBusy() {
    return isBusy;
  }

  void setBusy(boolean busy) {
    isBusy = busy;
  }

  boolean isOver() {
    return isOver;
  }

  void end() {
    isOver = true;
  }

  /** Opens the engine, and tells up to where it has recovered the volume. */
  CommitPosition openEngine() {
    store = engine.open();
    epoch = store.epoch();
    try (Snapshot snapshot = store.snapshot()) {
      return snapshot.position();
    }
  }

  /**
   * Goes on with what {@code former} has left.
   *
   * @param former who had the volume, or null
   * @param position up to where it was recovered
   */
  void inherit(@Nullable SimulatedServer former, CommitPosition position) {
    if (former != null) {
      line.addAll(former.line.subList(0, Operated.survivors(former.line, position)));
      birth = former.birth;
    }
    time.set(clock);
    if (position.equals(CommitPosition.NONE) || birth == null) {
      birth = new Birth(time.epochNanos(), epoch);
    }
  }

  /** Opens the file system and makes the model of what must be in it. */
  void openVolume() {
    Volume opened = Volume.open(store(), time, new Random(seed), Options.DEFAULT);
    volume = opened;
    Birth made = Objects.requireNonNull(birth);
    long now = time.epochNanos();
    time.set(made.epochNanos());
    ModelFileSystem replayed = new ModelFileSystem(time, made.epoch());
    operations = new RandomOperations(seed, opened.volume().root());
    for (Operated operated : line) {
      time.set(operated.epochNanos());
      var _ = operated.repeatOn(replayed);
      operations.learn(operated.result());
    }
    model = replayed;
    time.set(now);
  }
}
