package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.lsm.follow.FollowedState;
import dev.zerofs.lsm.follow.Follower;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.read.ReadView;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A volume opened for reading alone: asks the follower for states and reads them. */
final class LsmReader implements KeyValueReader {

  /** How often a read of the present begins anew on a newer state because something was gone. */
  private static final int ATTEMPTS = 4;

  private final Follower follower;
  private final FollowOptions options;
  private final Tables tables;
  private final ValueReader values;
  private final Clock clock;
  private final Driver driver;
  private volatile boolean closed;

  LsmReader(
      Follower follower,
      FollowOptions options,
      Tables tables,
      ValueReader values,
      Clock clock,
      Driver driver) {
    this.follower = follower;
    this.options = options;
    this.tables = tables;
    this.values = values;
    this.clock = clock;
    this.driver = driver;
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return open();
  }

  private LsmSnapshot open() {
    Follower.Acquired acquired = follower.acquire();
    FollowedState state = acquired.state();
    ReadView view = new ReadView(state.sources(), state.position(), values);
    ExpiringReads reads = new ExpiringReads(view, missing -> judge(state, missing));
    return snapshot(reads, view.snapshot(), () -> follower.release(acquired));
  }

  @Override
  public Optional<UUID> cloneId() {
    requireOpen();
    return follower.fresh().manifest().cloneId();
  }

  @Override
  public List<Checkpoint> checkpoints() {
    requireOpen();
    return Checkpoints.all(follower.fresh().manifest());
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    requireOpen();
    CheckpointState state = Checkpoints.find(follower.fresh().manifest(), name);
    long sequence = state.checkpoint().position().sequence();
    ReadView view = new ReadView(tables.readers(state.runs()), sequence, values);
    ExpiringReads reads = new ExpiringReads(view, missing -> judge(state, missing));
    return snapshot(reads, sequence, () -> {});
  }

  /** What is missing has been judged below the snapshot already. */
  private LsmSnapshot snapshot(Reads reads, long position, Runnable release) {
    return new LsmSnapshot(reads, position, this::requireOpen, () -> {}, tables.lookups(), release);
  }

  /** What it means that something of {@code state} is missing. */
  private KeyValueException judge(FollowedState state, KeyValueException.Corrupt missing) {
    long ageNanos = clock.monotonicNanos() - state.asOfNanos();
    FollowedState now = follower.newerThan(state);
    boolean same = now.manifest().version() == state.manifest().version();
    return same || ageNanos < options.graceNanos()
        ? missing
        : expired("a snapshot of " + ageNanos / 1_000_000 + " ms ago", missing);
  }

  private KeyValueException judge(CheckpointState state, KeyValueException.Corrupt missing) {
    FollowedState now = follower.newerThan(follower.fresh());
    return now.manifest().checkpoints().contains(state)
        ? missing
        : expired("checkpoint " + state.checkpoint().name() + ", which was deleted,", missing);
  }

  private static KeyValueException expired(String what, KeyValueException.Corrupt missing) {
    return new KeyValueException.Expired(
        what + " cannot be read any more: " + missing.getMessage(), missing);
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    return present(now -> new Found(now.get(key))).entry();
  }

  /** What was found, if anything. */
  private record Found(@Nullable Entry entry) {}

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    return present(now -> now.getAll(keys));
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return present(now -> now.measure(from, to));
  }

  /** What is newest may have to be asked for, so that is done beside the caller too. */
  @Override
  public void prefetch(List<Bytes> keys) {
    values.readAhead(() -> locate(keys));
  }

  private List<Value> locate(List<Bytes> keys) {
    Follower.Acquired acquired = follower.acquire();
    try {
      FollowedState state = acquired.state();
      return new ReadView(state.sources(), state.position(), values).locate(keys);
    } finally {
      follower.release(acquired);
    }
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    Snapshot now = snapshot();
    return new OwningCursor(now.scan(from, to), now);
  }

  private <T> T present(Function<Snapshot, T> read) {
    for (int attempt = 1; ; attempt++) {
      try (Snapshot now = snapshot()) {
        return read.apply(now);
      } catch (KeyValueException.Expired e) {
        // The look that found this out has brought a newer state.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new KeyValueException.Closed("the reader is closed", null);
    }
  }

  @Override
  public void close() {
    closed = true;
    driver.close();
  }
}
