package dev.zerofs.ports.keyvalue;

import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a store. Methods block while data is fetched and are safe for use by any
 * number of threads.
 *
 * <p>All throw {@link KeyValueException.Corrupt} when stored data fails its checksum, {@link
 * KeyValueException.Unavailable} when it cannot be fetched within the store's deadline, and {@link
 * KeyValueException.Closed} after a close.
 */
public interface Reads {

  /** The entry of {@code key}, or null if there is none. */
  @Nullable Entry get(Bytes key);

  /**
   * The entries of {@code keys} in their order, null where there is none. As a number of gets of
   * one moment, but fetched together.
   */
  List<@Nullable Entry> getAll(List<Bytes> keys);

  /**
   * The entries with {@code from <= key < to} in ascending order.
   *
   * @param to the first key not wanted
   */
  Cursor scan(Bytes from, Bytes to);

  /**
   * The keys and sizes of the entries with {@code from <= key < to}; as {@link #scan}, but values
   * are not fetched.
   *
   * @return how many entries there are and the sum of their values' lengths
   */
  RangeSize measure(Bytes from, Bytes to);

  /**
   * A hint that the values of {@code keys} are likely to be read soon, in about this order. Returns
   * at once and changes nothing that can be read: the store may fetch them meanwhile, within bounds
   * of its own, or forget the hint. Keys without an entry are harmless. Never throws, whatever the
   * state of the store or of what it keeps its data in.
   */
  void prefetch(List<Bytes> keys);
}
