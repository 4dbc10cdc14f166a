package dev.zerofs.ports.keyvalue;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Changes that take effect together or not at all, in the order in which they were added: a later
 * change of a key wins over an earlier one. Filled by one thread, then given to {@link
 * KeyValueStore#write}, after which it must not be changed.
 */
public final class WriteBatch {

  /** The longest key in bytes. */
  public static final int KEY_LENGTH_MAX = 1024;

  /** The longest value in bytes. */
  public static final int VALUE_LENGTH_MAX = 1 << 20;

  /** One change of a batch. */
  public sealed interface Change {

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value its whole new value
     * @param changedOffset where the value begins to differ from the one visible before the batch,
     *     cut or filled up with zeros to the new length; a hint that lets a journal record less
     * @param changedLength how many bytes from there may differ; equal to the value's length with
     *     offset 0 when nothing is known
     */
    record Put(Bytes key, Bytes value, int changedOffset, int changedLength) implements Change {}

    /**
     * Removes a key; that it is not there is no error.
     *
     * @param key the key
     */
    record Delete(Bytes key) implements Change {}

    /**
     * Removes every key with {@code from <= key < to}, at a cost that does not depend on how many
     * there are.
     *
     * @param from the first key removed
     * @param to the first key kept
     */
    record DeleteRange(Bytes from, Bytes to) implements Change {}
  }

  private final List<Change> changes = new ArrayList<>();
  private long sizeBytes;

  /** Sets {@code key} to {@code value}. */
  public WriteBatch put(Bytes key, Bytes value) {
    return put(key, value, 0, value.length());
  }

  /**
   * Sets {@code key} to {@code value}, which equals the value visible before the batch (an empty
   * one if there is none), cut or filled up with zeros to the length of {@code value}, but for
   * {@code changedLength} bytes from {@code changedOffset}.
   *
   * @throws IllegalArgumentException if key or value are too long, or the range is outside
   */
  public WriteBatch put(Bytes key, Bytes value, int changedOffset, int changedLength) {
    requireKey(key);
    if (value.length() > VALUE_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "value of " + key + " has " + value.length() + " bytes, at most " + VALUE_LENGTH_MAX);
    }
    if (changedOffset < 0 || changedLength < 0 || changedLength > value.length() - changedOffset) {
      throw new IllegalArgumentException(
          "changed range " + changedOffset + "+" + changedLength + " outside " + value.length());
    }
    return add(new Change.Put(key, value, changedOffset, changedLength), value.length());
  }

  /** Removes {@code key}. */
  public WriteBatch delete(Bytes key) {
    requireKey(key);
    return add(new Change.Delete(key), 0);
  }

  /**
   * Removes every key with {@code from <= key < to}.
   *
   * @throws IllegalArgumentException unless {@code from < to}
   */
  public WriteBatch deleteRange(Bytes from, Bytes to) {
    requireKey(from);
    requireKey(to);
    if (from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("empty range " + from + " to " + to);
    }
    return add(new Change.DeleteRange(from, to), to.length());
  }

  /** The changes in the order in which they take effect; a view. */
  public List<Change> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** About how many bytes of memory and log the batch takes. */
  public long sizeBytes() {
    return sizeBytes;
  }

  private WriteBatch add(Change change, int payloadBytes) {
    changes.add(change);
    sizeBytes += 64L + payloadBytes;
    return this;
  }

  private static void requireKey(Bytes key) {
    if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "key has " + key.length() + " bytes, expected 1 to " + KEY_LENGTH_MAX);
    }
  }
}
