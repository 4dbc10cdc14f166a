package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;
import java.util.concurrent.CompletableFuture;

/** What {@link PartCache} knows of a part; guarded by its lock. */
final class PartSlot {

  /** How far a part is that is not there yet. */
  enum State {
    /** Whoever asked first looks for it elsewhere. */
    CLAIMED,
    /** It waits for a request. */
    QUEUED,
    /** Whoever took it out of the queue brings it. */
    UNDER_WAY
  }

  final CompletableFuture<Bytes> body = new CompletableFuture<>();
  State state = State.CLAIMED;
  private Thread claimant = Thread.currentThread();

  /** Whether it takes memory of parts that were wished for. */
  boolean isWished;

  /** Whether somebody has asked for it. */
  boolean isAskedFor;

  /** The last wish that named it. */
  long wish;

  /** It is fetched by this thread from now on. */
  void take() {
    state = State.UNDER_WAY;
    claimant = Thread.currentThread();
  }

  boolean isComplete() {
    return body.state() == CompletableFuture.State.SUCCESS;
  }

  int length() {
    return body.resultNow().length();
  }

  PartCache.Part part(PartKey key, PartCache.Standing standing) {
    return new PartCache.Part(key, body, claimant, standing, isWished);
  }
}
