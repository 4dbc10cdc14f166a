package dev.zerofs.ports.objectstore;

/** What {@link FaultyObjectStore} makes of a request. */
public enum Fault {
  /** It is done as it was asked. */
  NONE,
  /** Nothing is done; {@link ObjectStoreException.Transient}. */
  FAIL_BEFORE,
  /** As {@link #FAIL_BEFORE}, with the message of a store that asks to slow down. */
  THROTTLE,
  /**
   * It is done (a delete of many: for a random part of them), but the answer is lost: {@link
   * ObjectStoreException.OutcomeUnknown}, or {@link ObjectStoreException.Transient} of a read.
   */
  FAIL_AFTER,
  /** As {@link #FAIL_AFTER} to the caller, but nothing is done. */
  LOST,
  /**
   * As {@link #LOST}, but the write is still under way: it is done when the test says {@link
   * FaultyObjectStore#applyLate}, also after this process has crashed.
   */
  LATE,
  /** Nothing is done; {@link ObjectStoreException.Fatal}. */
  REFUSE,
  /** A put is answered with {@link ObjectStoreException.OutOfSpace}; others are done. */
  OUT_OF_SPACE,
  /** A listing returns a shorter page than it could; others are done as asked. */
  SHORT_PAGE,
  /** A get returns a body with one bit wrong; others are done as asked. */
  FLIP_BIT,
  /** The process dies before the request leaves it; {@link SimulatedCrash} from now on. */
  CRASH_BEFORE,
  /** The request is done and the process dies before the answer; {@link SimulatedCrash}. */
  CRASH_AFTER
}
