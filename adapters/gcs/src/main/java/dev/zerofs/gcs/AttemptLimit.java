package dev.zerofs.gcs;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts that take too long in all, by closing their connections. Timeouts of a socket do
 * not: they know nothing of a write that nobody takes, nor of an answer that comes byte by byte.
 * Part of the chain of the HTTP client, where it sees which requests belong to an attempt. Safe for
 * use by any number of threads.
 */
final class AttemptLimit implements ExecChainHandler, AutoCloseable {

  private static final ScopedValue<Running> RUNNING = ScopedValue.newInstance();

  private final Duration limit;
  private final ScheduledThreadPoolExecutor timer;

  AttemptLimit(Duration limit) {
    this.limit = limit;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("gcs-attempts").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Makes an attempt, and breaks it off at the limit.
   *
   * @throws SocketTimeoutException if it was broken off
   */
  <T extends @Nullable Object> T make(Requests.Attempt<T> attempt) throws IOException {
    Running running = new Running();
    Future<?> end = timer.schedule(running::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return ScopedValue.where(RUNNING, running).call(attempt::make);
    } catch (IOException e) {
      if (!running.isExpired()) {
        throw e;
      }
      SocketTimeoutException late =
          new SocketTimeoutException("not done within " + limit.toMillis() + " ms");
      late.initCause(e);
      throw late;
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    if (RUNNING.isBound() && scope.originalRequest instanceof Cancellable sent) {
      RUNNING.get().add(sent);
    }
    return chain.proceed(request, scope);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** An attempt under way: its own request, and that for a token before it. */
  private static final class Running {

    private final List<Cancellable> requests = new ArrayList<>(); // guarded by this
    private boolean expired; // guarded by this

    synchronized void add(Cancellable request) {
      requests.add(request);
      if (expired) {
        request.cancel();
      }
    }

    synchronized void expire() {
      expired = true;
      requests.forEach(Cancellable::cancel);
    }

    synchronized boolean isExpired() {
      return expired;
    }
  }
}
