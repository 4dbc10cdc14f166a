package dev.zerofs.bootstrap.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.ProvisionException;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ServerProcessTest {

  private static final Running RUNNING =
      new Running("echo", List.of(new InetSocketAddress("127.0.0.1", 7)), List.of("say hello"));

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final StopSignal signal = new StopSignal();

  @Test
  void startsAnnouncesAndStopsInTheReverseOrder() {
    ExitStatus status =
        run(teardown -> {}, () -> events.add("serving"), () -> signal.stop(new StopReason.Asked()));
    assertEquals(ExitStatus.CLEAN, status);
    assertEquals(List.of("serving", "announced echo", "stop server 2 s", "close store"), events);
  }

  @Test
  void aReplacedServerFallsSilentAtOnceAndEndsWithItsOwnStatus() {
    KeyValueException.Replaced replaced = new KeyValueException.Replaced("by epoch 7");
    ExitStatus status = run(teardown -> {}, () -> {}, () -> signal.stop(StopReason.of(replaced)));
    assertEquals(ExitStatus.REPLACED, status);
    assertEquals(List.of("announced echo", "stop server 0 s", "close store"), events);
  }

  @Test
  void aStoreThatCanServeNoMoreIsAFailure() {
    ExitStatus status =
        run(
            teardown -> {},
            () -> {},
            () -> signal.stop(StopReason.of(new IllegalStateException("broken"))));
    assertEquals(ExitStatus.FAILED, status);
    assertTrue(events.contains("close store"));
  }

  @Test
  void onlyTheFirstReasonCounts() {
    signal.stop(StopReason.of(new KeyValueException.Replaced("by epoch 7")));
    signal.stop(new StopReason.Asked());
    assertEquals(new StopReason.Replaced("by epoch 7"), signal.await());
  }

  @Test
  void aServerThatWasReplacedWhileItStartedIsNotAnnounced() {
    ExitStatus status =
        run(
            teardown -> signal.stop(StopReason.of(new KeyValueException.Replaced("by epoch 7"))),
            () -> {},
            () -> {});
    assertEquals(ExitStatus.REPLACED, status);
    assertEquals(List.of("stop server 0 s", "close store"), events);
  }

  @Test
  void whatWasStartedIsStoppedWhenTheRestFails() {
    assertEquals(ExitStatus.FAILED, failedStart(new UncheckedIOException(new IOException("no"))));
    assertEquals(List.of("close store"), events);
  }

  @Test
  void aFailedStartHasTheStatusOfItsCause() {
    assertEquals(
        ExitStatus.MISCONFIGURED, failedStart(new SettingException("key", "file", "is wrong")));
    assertEquals(
        ExitStatus.MISCONFIGURED,
        failedStart(
            new ProvisionException("wired", new SettingException("key", "file", "is wrong"))));
    assertEquals(ExitStatus.REPLACED, failedStart(new KeyValueException.Replaced("by epoch 7")));
    assertEquals(ExitStatus.FAILED, failedStart(new IllegalStateException("broken")));
  }

  @Test
  void aStartThatASignalCutShortIsACleanStop() {
    assertEquals(
        ExitStatus.CLEAN,
        new ServerProcess(
                (_, given) -> {
                  given.stop(new StopReason.Asked());
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException("interrupted");
                },
                _ -> {},
                signal)
            .run(() -> {}));
    assertTrue(!Thread.interrupted(), "the interrupt was the signal's");
  }

  @Test
  void aStepThatFailsKeepsNoOtherFromStoppingAndIsNoCleanStop() {
    ExitStatus status =
        run(
            teardown ->
                teardown.add(
                    "flusher",
                    () -> {
                      throw new IllegalStateException("cannot flush");
                    }),
            () -> {},
            () -> signal.stop(new StopReason.Asked()));
    assertEquals(ExitStatus.FAILED, status);
    assertEquals(List.of("announced echo", "stop server 2 s", "close store"), events);
  }

  @Test
  void aStepThatMeetsTheReplacementIsNoFailureOfItsOwn() {
    Teardown teardown = new Teardown();
    teardown.add(
        "volume",
        () -> {
          throw new KeyValueException.Replaced("by epoch 7");
        });
    assertTrue(teardown.run(Duration.ZERO));
  }

  private ExitStatus failedStart(RuntimeException failure) {
    return new ServerProcess(
            (teardown, _) -> {
              teardown.add("store", () -> events.add("close store"));
              throw failure;
            },
            running -> events.add("announced " + running.protocol()),
            new StopSignal())
        .run(() -> events.add("serving"));
  }

  /** Runs a server that gets {@code stop} once it is announced. */
  private ExitStatus run(Consumer<Teardown> alsoStarted, Runnable serving, Runnable stop) {
    return new ServerProcess(
            (teardown, _) -> {
              teardown.add("store", () -> events.add("close store"));
              alsoStarted.accept(teardown);
              teardown.add(
                  "server",
                  (Duration grace) -> events.add("stop server " + grace.toSeconds() + " s"));
              return List.of(RUNNING);
            },
            running -> {
              events.add("announced " + running.protocol());
              stop.run();
            },
            signal)
        .run(serving);
  }
}
