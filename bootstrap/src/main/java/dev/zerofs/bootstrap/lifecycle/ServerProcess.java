package dev.zerofs.bootstrap.lifecycle;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.settings.SettingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server, waits until something ends it, and stops it. Used once, by one thread. */
public final class ServerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  /** Calls under way may end within this. */
  private static final Duration CALLS_GRACE = Duration.ofSeconds(2);

  /** Everything has stopped within this, or is given up: the promise is 10 s from the signal. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private static final Duration SIGNAL_LIMIT = Duration.ofMillis(8_500);

  /** Starts everything, remembering in the teardown how to stop it. */
  @FunctionalInterface
  public interface Starter {

    /**
     * Starts.
     *
     * @param teardown gets a step for each thing that was started
     * @param signal told when the server can serve no more
     */
    List<Running> start(Teardown teardown, StopSignal signal);
  }

  private final Starter starter;
  private final Consumer<Running> announce;
  private final StopSignal signal;
  private final Teardown teardown = new Teardown();

  /**
   * A process that is not yet started.
   *
   * @param announce told each server that serves
   * @param signal ends the process
   */
  public ServerProcess(Starter starter, Consumer<Running> announce, StopSignal signal) {
    this.starter = starter;
    this.announce = announce;
    this.signal = signal;
  }

  /** Runs from start to stop, listening for signals of the operating system. */
  public ExitStatus runUntilSignal() {
    ShutdownHook hook = ShutdownHook.install(signal, Thread.currentThread(), SIGNAL_LIMIT);
    ExitStatus status = ExitStatus.FAILED;
    try {
      status = run(hook::serving);
    } finally {
      hook.ended(status);
    }
    return status;
  }

  /** Runs from start to stop. */
  ExitStatus run(Runnable serving) {
    List<Running> running;
    try {
      running = starter.start(teardown, signal);
    } catch (RuntimeException | LinkageError e) {
      return failedStart(Failures.unwrap(e));
    }
    serving.run();
    if (!signal.isGiven()) {
      running.forEach(announce);
    }
    return stop(signal.await());
  }

  private ExitStatus failedStart(Throwable failure) {
    boolean asked = signal.isGiven() && signal.await() instanceof StopReason.Asked;
    var _ = Thread.interrupted(); // The signal's; the teardown should not be cut short by it.
    tearDown(Duration.ZERO);
    if (asked) {
      LOG.info("stopped before it served");
      return ExitStatus.CLEAN;
    }
    LOG.debug("start failed", failure);
    return switch (failure) {
      case SettingException e -> {
        LOG.error("{}", e.getMessage());
        yield ExitStatus.MISCONFIGURED;
      }
      case KeyValueException.Replaced e -> replaced(Failures.describe(e));
      default -> {
        LOG.error("cannot start: {}", Failures.describe(failure));
        yield ExitStatus.FAILED;
      }
    };
  }

  private ExitStatus stop(StopReason reason) {
    return switch (reason) {
      case StopReason.Asked _ -> {
        LOG.info("stopping");
        boolean clean = tearDown(CALLS_GRACE);
        LOG.info(clean ? "stopped" : "stopped, not cleanly");
        yield clean ? ExitStatus.CLEAN : ExitStatus.FAILED;
      }
      case StopReason.Replaced replaced -> {
        // Silence first: whatever this process still told a client might be out of date.
        tearDown(Duration.ZERO);
        yield replaced(replaced.message());
      }
      case StopReason.Failed failed -> {
        LOG.error("cannot go on: {}", Failures.describe(failed.failure()));
        LOG.debug("fatal failure", failed.failure());
        tearDown(Duration.ZERO);
        yield ExitStatus.FAILED;
      }
    };
  }

  private static ExitStatus replaced(String message) {
    LOG.error(
        "replaced: another server has taken this volume over ({}); not to be started again here",
        message);
    return ExitStatus.REPLACED;
  }

  /** Stops what was started, on a thread that can be given up. */
  private boolean tearDown(Duration grace) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("zerofs-stop")
        .daemon()
        .start(
            () -> {
              try {
                done.complete(teardown.run(grace));
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    try {
      return done.get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.error("gave up stopping {} after {} s", teardown.current(), STOP_LIMIT.toSeconds());
    } catch (ExecutionException e) {
      LOG.error("could not stop cleanly: {}", Failures.describe(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
