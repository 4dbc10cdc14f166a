package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.List;

/**
 * How an operation ended. Success or failure, what it says may be told to a client only after
 * {@link FileSystem#awaitReply} of {@link #position}: "exists already" because of a file that is
 * not yet stable must not outlive that file.
 *
 * @param <T> what a success returns
 */
public sealed interface Result<T> {

  /** The newest commit among what the operation read or wrote, as far as a reply depends on it. */
  CommitPosition position();

  /**
   * The operation was done.
   *
   * @param <T> what it returns
   * @param value what it returns
   * @param position see {@link Result#position}
   */
  record Done<T>(T value, CommitPosition position) implements Result<T> {}

  /**
   * The operation was refused; nothing was changed.
   *
   * @param <T> what it would have returned
   * @param status why
   * @param wcc attributes of the objects involved, in the order of the operation's description;
   *     empty when none could be had, and readers treat missing ones as {@link Wcc#UNKNOWN}
   * @param position see {@link Result#position}
   */
  record Refused<T>(Status status, List<Wcc> wcc, CommitPosition position) implements Result<T> {

    /** Copies the list. */
    public Refused {
      wcc = List.copyOf(wcc);
    }

    /** The {@code index}-th object's attributes, unknown if there are none. */
    public Wcc wcc(int index) {
      return index < wcc.size() ? wcc.get(index) : Wcc.UNKNOWN;
    }
  }
}
