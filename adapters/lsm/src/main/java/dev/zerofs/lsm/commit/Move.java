package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;

/**
 * The move of a large value to another place in the store.
 *
 * @param key whose value it is
 * @param from where it was
 * @param to where it is now, too
 */
public record Move(Bytes key, Value.Reference from, Value.Reference to) {

  /** About what a move takes in memory and log. */
  static final int RECORD_BYTES = 96;
}
