package dev.zerofs.ports.filesystem;

/** What a setattr does to atime or mtime (RFC 1813 §3.3.2, set_atime and set_mtime). */
public sealed interface TimeChange {

  /** Leaves it. */
  record Keep() implements TimeChange {}

  /** Sets it to the server's time. */
  record ToServerTime() implements TimeChange {}

  /**
   * Sets it to a time that the client gives.
   *
   * @param epochNanos nanoseconds since 1970
   */
  record ToClientTime(long epochNanos) implements TimeChange {}

  /** The one {@link Keep}. */
  TimeChange KEEP = new Keep();

  /** The one {@link ToServerTime}. */
  TimeChange SERVER_TIME = new ToServerTime();
}
