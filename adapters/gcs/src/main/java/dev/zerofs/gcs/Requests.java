package dev.zerofs.gcs;

import com.google.api.client.util.ExponentialBackOff;
import com.google.api.client.util.Sleeper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests: no more at a time than there may be connections, and again after what may pass.
 * This is the one policy of retries; the client library's own are off, so that nothing is sent of
 * which the outcome of a call does not know. Safe for use by any number of threads.
 */
final class Requests {

  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;

  /** One attempt. */
  interface Attempt<T extends @Nullable Object> {

    /** Sends the request and reads the whole answer. */
    T make() throws IOException;
  }

  private final int attemptsMax;
  private final Semaphore connections;
  private final AttemptLimit limit;
  private final Sleeper sleeper;

  Requests(int attemptsMax, int connectionsMax, AttemptLimit limit, Sleeper sleeper) {
    this.attemptsMax = attemptsMax;
    this.limit = limit;
    this.connections = new Semaphore(connectionsMax, true);
    this.sleeper = sleeper;
  }

  /** The first answer that is none of the failures that may pass. */
  <T extends @Nullable Object> T make(Attempt<T> attempt) throws FailedRequest {
    ExponentialBackOff pauses =
        new ExponentialBackOff.Builder()
            .setInitialIntervalMillis(FIRST_PAUSE_MILLIS)
            .setMaxIntervalMillis(LONGEST_PAUSE_MILLIS)
            .setMaxElapsedTimeMillis(Integer.MAX_VALUE)
            .build();
    boolean earlierMayBeApplied = false;
    for (int attempts = 1; ; attempts++) {
      try {
        return connected(attempt, earlierMayBeApplied);
      } catch (IOException e) {
        boolean mayBeApplied = GcsFailures.mayBeApplied(e);
        if (attempts >= attemptsMax || !GcsFailures.isPassing(e) || interrupted()) {
          throw new FailedRequest(e, earlierMayBeApplied, mayBeApplied);
        }
        earlierMayBeApplied |= mayBeApplied;
        pause(pauses, earlierMayBeApplied);
      }
    }
  }

  private <T extends @Nullable Object> T connected(Attempt<T> attempt, boolean earlierMayBeApplied)
      throws IOException, FailedRequest {
    try {
      connections.acquire();
    } catch (InterruptedException _) {
      throw broken(earlierMayBeApplied);
    }
    try {
      return limit.make(attempt);
    } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
      // What the client makes of an answer that is not the service's, such as a proxy's.
      throw new IOException("the answer is not understood: " + e, e);
    } finally {
      connections.release();
    }
  }

  private void pause(ExponentialBackOff pauses, boolean earlierMayBeApplied) throws FailedRequest {
    try {
      sleeper.sleep(pauses.nextBackOffMillis());
    } catch (InterruptedException _) {
      throw broken(earlierMayBeApplied);
    } catch (IOException e) {
      throw new FailedRequest(e, earlierMayBeApplied, true);
    }
  }

  /** An interrupt, after which the port promises nothing about a write. */
  private static FailedRequest broken(boolean earlierMayBeApplied) {
    Thread.currentThread().interrupt();
    return new FailedRequest(new InterruptedIOException("interrupted"), earlierMayBeApplied, true);
  }

  private static boolean interrupted() {
    return Thread.currentThread().isInterrupted();
  }
}
