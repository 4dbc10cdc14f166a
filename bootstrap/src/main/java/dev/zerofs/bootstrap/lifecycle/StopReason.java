package dev.zerofs.bootstrap.lifecycle;

import dev.zerofs.ports.keyvalue.KeyValueException;

/** Why a server ends. */
public sealed interface StopReason {

  /** Somebody asked, with a signal. */
  record Asked() implements StopReason {}

  /**
   * Another server has taken the volume over.
   *
   * @param message by whom
   */
  record Replaced(String message) implements StopReason {}

  /**
   * The store can serve no more.
   *
   * @param failure why
   */
  record Failed(RuntimeException failure) implements StopReason {}

  /** The reason that a fatal failure of the store is. */
  static StopReason of(RuntimeException fatal) {
    return fatal instanceof KeyValueException.Replaced
        ? new Replaced(String.valueOf(fatal.getMessage()))
        : new Failed(fatal);
  }
}
