package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of range tombstones, cut into fragments that do not overlap, so that a key is
 * looked up by one binary search.
 */
public final class RangeTombstones implements RangeCover {

  /** The set without any. */
  public static final RangeTombstones NONE = new RangeTombstones(List.of());

  /**
   * A stretch of keys and the tombstones that cover all of it.
   *
   * @param from the first key covered
   * @param to the first key not covered
   * @param sequences at least one, newest first
   */
  public record Fragment(Bytes from, Bytes to, List<Long> sequences) {

    /** Checks range and order. */
    public Fragment {
      sequences = List.copyOf(sequences);
      boolean descending = !sequences.isEmpty();
      for (int i = 1; i < sequences.size(); i++) {
        descending &= sequences.get(i - 1) > sequences.get(i);
      }
      if (from.compareTo(to) >= 0 || !descending) {
        throw new IllegalArgumentException(
            "fragment " + from + " to " + to + " with sequences " + sequences);
      }
    }

    /** The newest sequence that is at most {@code snapshot}, or 0. */
    public long newestUpTo(long snapshot) {
      for (long sequence : sequences) {
        if (sequence <= snapshot) {
          return sequence;
        }
      }
      return 0;
    }
  }

  private final Fragment[] fragments;

  private RangeTombstones(List<Fragment> fragments) {
    this.fragments = fragments.toArray(Fragment[]::new);
  }

  /**
   * The set of {@code fragments}.
   *
   * @param fragments ascending, not overlapping
   * @throws IllegalArgumentException if they are not
   */
  public static RangeTombstones ofFragments(List<Fragment> fragments) {
    for (int i = 1; i < fragments.size(); i++) {
      if (fragments.get(i - 1).to().compareTo(fragments.get(i).from()) > 0) {
        throw new IllegalArgumentException("fragment " + i + " is out of order");
      }
    }
    return fragments.isEmpty() ? NONE : new RangeTombstones(fragments);
  }

  /** The set of {@code tombstones}, in any order and overlapping as they like. */
  public static RangeTombstones of(Collection<RangeTombstone> tombstones) {
    RangeTombstoneBuffer buffer = new RangeTombstoneBuffer();
    tombstones.forEach(buffer::add);
    return buffer.toImmutable();
  }

  /** The fragments in ascending order. */
  public List<Fragment> fragments() {
    return List.of(fragments);
  }

  /** Every tombstone of every fragment, by key and then newest first. */
  public List<RangeTombstone> tombstones() {
    List<RangeTombstone> all = new ArrayList<>();
    for (Fragment fragment : fragments) {
      for (long sequence : fragment.sequences()) {
        all.add(new RangeTombstone(fragment.from(), fragment.to(), sequence));
      }
    }
    return all;
  }

  /**
   * What of this set lies within a range.
   *
   * @param from the first key wanted, or null for no bound
   * @param to the first key not wanted, or null for no bound
   */
  public RangeTombstones clip(@Nullable Bytes from, @Nullable Bytes to) {
    List<Fragment> kept = new ArrayList<>();
    for (Fragment fragment : fragments) {
      Bytes start = from != null && from.compareTo(fragment.from()) > 0 ? from : fragment.from();
      Bytes end = to != null && to.compareTo(fragment.to()) < 0 ? to : fragment.to();
      if (start.compareTo(end) < 0) {
        kept.add(new Fragment(start, end, fragment.sequences()));
      }
    }
    return ofFragments(kept);
  }

  @Override
  public boolean isEmpty() {
    return fragments.length == 0;
  }

  @Override
  public long coveringSequence(Bytes key, long snapshot) {
    Fragment fragment = fragmentOf(key);
    return fragment == null ? 0 : fragment.newestUpTo(snapshot);
  }

  @Override
  public @Nullable Stretch covering(Bytes key, long snapshot) {
    Fragment fragment = fragmentOf(key);
    long sequence = fragment == null ? 0 : fragment.newestUpTo(snapshot);
    return fragment == null || sequence == 0 ? null : new Stretch(fragment.to(), sequence);
  }

  private @Nullable Fragment fragmentOf(Bytes key) {
    int low = 0;
    int high = fragments.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fragments[middle].to().compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < fragments.length && fragments[low].from().compareTo(key) <= 0
        ? fragments[low]
        : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangeTombstones that && Arrays.equals(fragments, that.fragments);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fragments);
  }

  @Override
  public String toString() {
    return Arrays.toString(fragments);
  }
}
