package dev.zerofs.rocksdb;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What stores of tests are opened with: small buffers, time that the test moves. */
final class Contexts {

  private final ManualClock clock = new ManualClock();
  private final List<RuntimeException> fatal = new ArrayList<>();

  /** For a database in this directory. */
  KeyValueContext context(Path directory) {
    return context(Map.of("rocksdb.dir", directory.toString()), "memory://nothing");
  }

  /** With these settings over a store at this place. */
  KeyValueContext context(Map<String, String> more, String location) {
    Settings settings = TestSettings.of(Map.of("rocksdb.write-buffer", "256KiB"), more);
    return new KeyValueContext(
        nothingAt(location), List.of(), clock, new Random(1), settings, fatal::add);
  }

  /** What was told to be fatal. */
  List<RuntimeException> fatal() {
    return fatal;
  }

  /** Moves time beyond the lag of readers. */
  void passLag() {
    clock.advance(2_000_000_000);
  }

  /** An object store that only knows where it is: the engine must not use it. */
  private static ObjectStore nothingAt(String location) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            Contexts.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, _) -> {
              if (method.getName().equals("location")) {
                return location;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
