package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.fetch.PartCache.Part;
import dev.zerofs.lsm.fetch.PartCache.Standing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parts that wait for a request, in the order in which they were queued; taken out in rows of
 * neighbours. Not safe for use by several threads.
 */
final class PartQueue {

  /** Rows for more requests are not measured. */
  private static final int ROW_REQUESTS = 4;

  private final LinkedHashMap<PartKey, PartSlot> slots = new LinkedHashMap<>();

  /** Queues a part. */
  void add(PartKey key, PartSlot slot) {
    slot.state = PartSlot.State.QUEUED;
    slots.put(key, slot);
  }

  /** Whether a part is queued. */
  boolean has(PartKey key) {
    return slots.containsKey(key);
  }

  /** Removes a part, if it is queued. */
  void remove(PartKey key) {
    slots.remove(key);
  }

  /** Removes what was wished for and nobody has asked for, and returns it. */
  List<PartKey> removeUnasked() {
    List<PartKey> removed = new ArrayList<>();
    Iterator<Map.Entry<PartKey, PartSlot>> queued = slots.entrySet().iterator();
    while (queued.hasNext()) {
      Map.Entry<PartKey, PartSlot> one = queued.next();
      if (one.getValue().isWished && !one.getValue().isAskedFor) {
        queued.remove();
        removed.add(one.getKey());
      }
    }
    return removed;
  }

  /**
   * Whether something is queued that was wished for, and makes {@code countWanted} parts in a row,
   * or as many as it ever will: wishes go on at the end of the queue.
   */
  boolean isWishQueued(int countWanted) {
    PartKey key = firstWish();
    if (key == null) {
      return false;
    }
    for (int count = 1; count < countWanted; count++) {
      key = key.next();
      if (!isQueued(key, false)) {
        return !key.equals(slots.lastEntry().getKey().next());
      }
    }
    return true;
  }

  /** Nearly always the first of all: others are soon taken by those who ask. */
  private @Nullable PartKey firstWish() {
    for (Map.Entry<PartKey, PartSlot> queued : slots.entrySet()) {
      if (queued.getValue().isWished) {
        return queued.getKey();
      }
    }
    return null;
  }

  /** As {@link #take}, of the first that was wished for, and only such. */
  List<Part> takeWished(int countMax) {
    PartKey first = firstWish();
    return first == null ? List.of() : take(first, countMax, 0);
  }

  /** {@link PartCache#take}. */
  List<Part> take(PartKey one, int countMax, int othersMax) {
    PartKey first = one;
    int others = othersIn(one);
    int beforeMax = countMax / 2; // A row that comes in several requests has more in the first.
    for (int i = 0; i < beforeMax && isQueued(first.before(), others < othersMax); i++) {
      first = first.before();
      others += othersIn(first);
    }
    int count = countFrom(first, countMax, othersMax);
    List<Part> taken = new ArrayList<>(count);
    for (PartKey key = first; taken.size() < count; key = key.next()) {
      PartSlot slot = Objects.requireNonNull(slots.remove(key));
      slot.take();
      taken.add(slot.part(key, Standing.NEW));
    }
    return taken;
  }

  /**
   * How many parts of a row that begins at {@code first} make a request, of about {@code countMax}:
   * such that the row comes in requests of one size, and none is for the little that is left of it.
   */
  private int countFrom(PartKey first, int countMax, int othersMax) {
    int rowMax = ROW_REQUESTS * countMax;
    int row = 0;
    int others = 0;
    for (PartKey key = first;
        row <= rowMax && isQueued(key, others < othersMax);
        key = key.next()) {
      row++;
      others += othersIn(key);
    }
    if (row > rowMax) {
      return countMax;
    }
    int requests = Math.max(1, (row + countMax / 2) / countMax);
    return Math.ceilDiv(row, requests);
  }

  private int othersIn(PartKey key) {
    return isQueued(key, false) ? 0 : 1;
  }

  private boolean isQueued(PartKey key, boolean alsoOthers) {
    PartSlot slot = slots.get(key);
    return slot != null && (slot.isWished || alsoOthers);
  }
}
