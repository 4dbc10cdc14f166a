package dev.zerofs.bootstrap.lifecycle;

import java.util.concurrent.CompletableFuture;

/** Carries the first reason to stop to whoever waits for one. Safe for use by any thread. */
public final class StopSignal {

  private final CompletableFuture<StopReason> first = new CompletableFuture<>();

  /** Gives a reason to stop; only the first one counts. */
  public void stop(StopReason reason) {
    first.complete(reason);
  }

  /** Whether there is a reason to stop. */
  public boolean isGiven() {
    return first.isDone();
  }

  /** Waits for a reason to stop. */
  public StopReason await() {
    return first.join();
  }
}
