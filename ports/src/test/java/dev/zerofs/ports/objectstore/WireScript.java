package dev.zerofs.ports.objectstore;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to the next requests of a client, and what it has sent: told by a test, asked
 * by the wire below the client. Safe for use by several threads.
 *
 * @param <R> a request
 * @param <B> a way in which a request breaks
 */
public final class WireScript<R, B> {

  private final Queue<B> breaks = new ConcurrentLinkedQueue<>();
  private final Queue<R> requests = new ConcurrentLinkedQueue<>();

  /** Breaks the next requests in these ways; those after them pass. */
  @SafeVarargs
  public final void next(B... ways) {
    forget();
    for (B way : ways) {
      breaks.add(way);
    }
  }

  /** Breaks the next requests in these ways; those after them pass. */
  public void next(List<B> ways) {
    forget();
    breaks.addAll(ways);
  }

  private void forget() {
    breaks.clear();
    requests.clear();
  }

  /** What was sent since the last {@link #next}. */
  public List<R> requests() {
    return List.copyOf(requests);
  }

  /** Notes that {@code request} is sent, and tells how it breaks; null if it passes. */
  public @Nullable B send(R request) {
    requests.add(request);
    return breaks.poll();
  }
}
