package dev.zerofs.lsm;

import dev.zerofs.lsm.sst.Lookups;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A view of the tree that keeps what it needs until it is closed. */
final class LsmSnapshot implements Snapshot {

  private final Reads view;
  private final long position;
  private final Runnable check;
  private final Runnable recheck;
  private final Lookups lookups;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A snapshot.
   *
   * @param view what it sees
   * @param position the newest batch that it sees
   * @param check throws if the store serves no more
   * @param recheck throws if another writer has taken over, and asks the store for that
   * @param lookups counts keys
   * @param release called once, when it is closed
   */
  LsmSnapshot(
      Reads view,
      long position,
      Runnable check,
      Runnable recheck,
      Lookups lookups,
      Runnable release) {
    this.view = view;
    this.position = position;
    this.check = check;
    this.recheck = recheck;
    this.lookups = lookups;
    this.release = release;
  }

  @Override
  public CommitPosition position() {
    return new CommitPosition(position);
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    lookups.keys(1);
    return guarded(() -> view.get(key));
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    lookups.keys(keys.size());
    return guarded(() -> view.getAll(keys));
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return new GuardedCursor(guarded(() -> view.scan(from, to)));
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return guarded(() -> view.measure(from, to));
  }

  /** What is damaged or missing for a writer that was replaced is so because it was replaced. */
  private <T extends @Nullable Object> T guarded(Supplier<T> read) {
    check.run();
    try {
      return read.get();
    } catch (KeyValueException.Corrupt e) {
      recheck.run();
      throw e;
    }
  }

  private final class GuardedCursor implements Cursor {
    private final Cursor cursor;

    GuardedCursor(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public @Nullable Entry next() {
      return guarded(cursor::next);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  @Override
  public void prefetch(List<Bytes> keys) {
    view.prefetch(keys);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
