package dev.zerofs.benchmarks.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs clients side by side, each in a thread of its own. */
public final class Clients {

  private Clients() {}

  /** What one client does over and over. */
  @FunctionalInterface
  public interface Call {

    /**
     * Does it once.
     *
     * @param client which client, from 0 on
     * @param round how often it has been done
     */
    void make(int client, long round) throws InterruptedException;
  }

  /** Lets {@code count} clients make calls for {@code seconds}, and waits for the last of them. */
  public static void run(int count, double seconds, Call call) {
    long began = Lab.CLOCK.monotonicNanos();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int client = i;
        clients.add(
            threads.submit(
                () -> {
                  for (long round = 0; Lab.secondsSince(began) < seconds; round++) {
                    call.make(client, round);
                  }
                  return null;
                }));
      }
    }
    clients.forEach(Clients::require);
  }

  private static void require(Future<?> client) {
    try {
      client.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    }
  }
}
