package dev.zerofs.bootstrap.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.lifecycle.Failures;
import dev.zerofs.bootstrap.lifecycle.Running;
import dev.zerofs.bootstrap.lifecycle.StopReason;
import dev.zerofs.bootstrap.lifecycle.StopSignal;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {

  @TempDir private Path directory = Path.of("set by JUnit");

  private final Fakes fakes = new Fakes();
  private final Teardown teardown = new Teardown();
  private final StopSignal signal = new StopSignal();

  @Test
  void everythingIsOpenedInOrderAndStoppedInTheReverseOrder() {
    List<Running> running = start(fakes.providers(), Map.of());
    assertEquals(List.of("fake"), running.stream().map(Running::protocol).toList());
    assertEquals(List.of("do this"), running.getFirst().instructions());
    assertEquals(List.of("open store fake://here", "open engine", "start server"), fakes.events());
    fakes.events().clear();
    assertTrue(teardown.run(Duration.ofSeconds(1)));
    assertEquals(List.of("stop server PT1S", "close engine", "close store"), fakes.events());
  }

  @Test
  void theFileSystemIsOverTheEngine() {
    start(fakes.providers(), Map.of());
    assertEquals(fakes.engineEpoch(), fakes.served().writeVerifier() >>> 32);
  }

  @Test
  void whatWasOpenedBeforeAFailureIsStopped() {
    fakes.failToStart();
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> start(fakes.providers(), Map.of()));
    assertEquals("cannot bind", Failures.unwrap(failure).getMessage());
    teardown.run(Duration.ZERO);
    assertEquals(
        List.of("open store fake://here", "open engine", "close engine", "close store"),
        fakes.events());
  }

  @Test
  void aWrongNameIsFoundBeforeAnythingIsOpened() {
    assertThrows(
        SettingException.class, () -> start(fakes.providers(), Map.of("protocols", "fake,smb")));
    assertThrows(SettingException.class, () -> start(fakes.providers(), Map.of("engine", "x")));
    assertThrows(
        SettingException.class, () -> start(fakes.providers(), Map.of("store.url", "x://y")));
    assertEquals(List.of(), fakes.events());
  }

  @Test
  void aReplacedEngineEndsTheServer() {
    start(fakes.providers(), Map.of());
    fakes.fatal(new KeyValueException.Replaced("by epoch 7"));
    assertEquals(new StopReason.Replaced("by epoch 7"), signal.await());
    assertInstanceOf(StopReason.Failed.class, StopReason.of(new IllegalStateException()));
  }

  private List<Running> start(Providers providers, Map<String, String> more) {
    Settings settings =
        TestSettings.of(
            Map.of(
                "store.url", "fake://here",
                "engine", "fake",
                "protocols", "fake",
                "cache.dir", directory.resolve("cache").toString()),
            more);
    return new Wiring(providers, settings).start(teardown, signal);
  }
}
