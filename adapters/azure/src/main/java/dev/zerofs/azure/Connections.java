package dev.zerofs.azure;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * The bound on requests at a time, which the JDK's client does not have. Safe for use by any number
 * of threads.
 */
final class Connections {

  private final int max;
  private final Semaphore free;

  Connections(int max) {
    this.max = max;
    this.free = new Semaphore(max, true);
  }

  /** As many of {@code wanted} as there can ever be. */
  int upTo(int wanted) {
    return Math.min(wanted, max);
  }

  /** Makes a call that needs one. */
  <T extends @Nullable Object> T use(Supplier<T> call) {
    return use(1, call);
  }

  /** Makes a call that needs {@code count} of them. */
  <T extends @Nullable Object> T use(int count, Supplier<T> call) {
    try {
      free.acquire(count);
    } catch (InterruptedException e) {
      throw Exceptions.propagate(e);
    }
    try {
      return call.get();
    } finally {
      free.release(count);
    }
  }
}
