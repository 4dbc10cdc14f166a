package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Objects that nothing needs, until nobody can be reading them any more: readers in this process by
 * their tickets, readers in others by the grace time. A restart forgets them, and the next survey
 * finds them again. For one thread.
 */
final class Condemned {

  /** How many names one request to delete has. */
  private static final int BATCH = 1000;

  /** More than this waits for a later survey. */
  private static final int COUNT_MAX = 100_000;

  private record Item(ObjectKey key, long sizeBytes, long ticket, long sinceNanos) {}

  private final long graceNanos;
  private final SnapshotRegistry snapshots;
  private final Deque<Item> items = new ArrayDeque<>();
  private final Set<ObjectKey> names = new HashSet<>();
  private long deletedBytes;
  private long deletedCount;

  Condemned(long graceNanos, SnapshotRegistry snapshots) {
    this.graceNanos = graceNanos;
    this.snapshots = snapshots;
  }

  /**
   * Condemns what a survey found.
   *
   * @param ticket readers with this one or a later one never see it
   */
  void addAll(List<Survey.Dead> dead, long ticket, long nowNanos) {
    for (Survey.Dead one : dead) {
      if (items.size() < COUNT_MAX && names.add(one.key())) {
        items.add(new Item(one.key(), one.sizeBytes(), ticket, nowNanos));
      }
    }
  }

  /** The names of what may be deleted now, at most one request's. */
  List<ObjectKey> ready(long nowNanos) {
    List<ObjectKey> ready = new ArrayList<>();
    for (Item item : items) {
      boolean isOver =
          nowNanos - item.sinceNanos() >= graceNanos && snapshots.haveAllEndedBefore(item.ticket());
      if (!isOver || ready.size() == BATCH) {
        break;
      }
      ready.add(item.key());
    }
    return ready;
  }

  /** The first {@code count} are deleted. */
  void deleted(int count) {
    for (int i = 0; i < count; i++) {
      Item item = items.remove();
      names.remove(item.key());
      deletedBytes += item.sizeBytes();
      deletedCount++;
    }
  }

  /** How long until the grace time of the first is over; the greatest number if there is none. */
  long restNanos(long nowNanos) {
    Item first = items.peek();
    return first == null
        ? Long.MAX_VALUE
        : Math.max(0, graceNanos - (nowNanos - first.sinceNanos()));
  }

  int count() {
    return items.size();
  }

  long deletedBytes() {
    return deletedBytes;
  }

  long deletedCount() {
    return deletedCount;
  }
}
