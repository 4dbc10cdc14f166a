package dev.zerofs.lsm;

import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.KeyValueStoreContract;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract in every durability mode, on threads as in production. */
final class LsmContractTest {

  private abstract static class Modes extends KeyValueStoreContract {

    private final RunningClock clock = new RunningClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    @TempDir private Path journal;

    abstract Map<String, String> options();

    @Override
    protected KeyValueStore open() {
      return new LsmProvider().open(context());
    }

    @Override
    protected KeyValueReader openReader() {
      return new LsmProvider().openReader(context());
    }

    @Override
    protected void passLag() {
      clock.advance(1_000_000_000L);
    }

    private KeyValueContext context() {
      Settings settings =
          TestSettings.of(
              Map.of(
                  "journal.dir", journal.toString(),
                  "journal.wait", "0ms",
                  "journal.size", "4MiB"),
              options());
      return new KeyValueContext(
          objects, List.of(new ZstdCodec(1)), clock, new Random(), settings, _ -> {});
    }
  }

  @Nested
  final class Bucket extends Modes {
    @Override
    Map<String, String> options() {
      return Map.of("durability", "bucket");
    }
  }

  @Nested
  final class Journal extends Modes {
    @Override
    Map<String, String> options() {
      return Map.of("durability", "journal");
    }
  }

  @Nested
  final class Memory extends Modes {
    @Override
    Map<String, String> options() {
      return Map.of("durability", "memory");
    }
  }

  /** Everything is sealed, rotated and flushed all the time. */
  @Nested
  final class Tiny extends Modes {
    @Override
    Map<String, String> options() {
      return Map.of(
          "durability", "bucket",
          "segment.size", "4KiB",
          "memtable.size", "4KiB",
          "unuploaded.max", "64KiB",
          "replay.segments", "3",
          "compression", "false");
    }
  }
}
