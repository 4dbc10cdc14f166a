package dev.zerofs.lsm;

import dev.zerofs.lsm.read.ReadView;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A view of the tree that keeps what it needs until it is closed. */
final class LsmSnapshot implements Snapshot {

  private final ReadView view;
  private final Runnable check;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A snapshot.
   *
   * @param check throws if the store serves no more
   * @param release called once, when it is closed
   */
  LsmSnapshot(ReadView view, Runnable check, Runnable release) {
    this.view = view;
    this.check = check;
    this.release = release;
  }

  @Override
  public CommitPosition position() {
    return new CommitPosition(view.snapshot());
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    check.run();
    return view.get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    check.run();
    return view.getAll(keys);
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    check.run();
    return view.scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    check.run();
    return view.measure(from, to);
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
