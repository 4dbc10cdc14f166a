package dev.zerofs.bootstrap.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a signal (TERM, INT, HUP) into a reason to stop, waits until the server has stopped, and
 * ends the process with the server's status; left to itself, a JVM would end with 128 and the
 * signal's number.
 */
final class ShutdownHook {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

  private final StopSignal signal;
  private final Thread server;
  private final Duration patience;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean serving;
  private volatile ExitStatus status = ExitStatus.FAILED;

  private ShutdownHook(StopSignal signal, Thread server, Duration patience) {
    this.signal = signal;
    this.server = server;
    this.patience = patience;
  }

  /**
   * Listens for signals from now on.
   *
   * @param server the thread that starts and stops the server: interrupted if a signal comes while
   *     it is still starting
   * @param patience how long the process outlives a signal at most
   */
  static ShutdownHook install(StopSignal signal, Thread server, Duration patience) {
    ShutdownHook hook = new ShutdownHook(signal, server, patience);
    Runtime.getRuntime().addShutdownHook(new Thread(hook::stop, "zerofs-signal"));
    return hook;
  }

  /** Tells that the start is over. */
  void serving() {
    serving = true;
  }

  /** Tells that everything has stopped. */
  void ended(ExitStatus status) {
    this.status = status;
    ended.countDown();
  }

  private void stop() {
    if (ended.getCount() == 0) {
      return; // The process ends of itself, with a status of its own.
    }
    signal.stop(new StopReason.Asked());
    if (!serving) {
      server.interrupt();
    }
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("did not stop within {} s", patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status.code());
  }
}
