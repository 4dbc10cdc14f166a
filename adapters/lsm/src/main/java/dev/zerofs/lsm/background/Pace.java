package dev.zerofs.lsm.background;

import dev.zerofs.ports.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * Keeps work that can wait from taking the store's bandwidth and the processor from work that
 * cannot: while others are short of them, it rests as long as it has worked. For one thread at a
 * time.
 */
public final class Pace {

  private final Clock clock;
  private final BooleanSupplier isShort;
  private long begunNanos;
  private long notBeforeNanos;

  /**
   * A pace that has not begun.
   *
   * @param isShort whether others are short of what this work takes
   */
  public Pace(Clock clock, BooleanSupplier isShort) {
    this.clock = clock;
    this.isShort = isShort;
    this.notBeforeNanos = clock.monotonicNanos();
  }

  /**
   * A piece of work is to begin.
   *
   * @return how long it should rest before, 0 if it may begin
   */
  public long begin() {
    begunNanos = clock.monotonicNanos();
    return Math.max(0, notBeforeNanos - begunNanos);
  }

  /** The piece has ended. */
  public void end() {
    long now = clock.monotonicNanos();
    notBeforeNanos = isShort.getAsBoolean() ? now + (now - begunNanos) : now;
  }
}
