package dev.zerofs.lsm;

import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Opens volumes of one object store with options so small that much happens.
 *
 * @param clock the time
 */
record Volumes(Clock clock) {

  KeyValueContext context(ObjectStore store, String prefix) {
    Settings settings =
        TestSettings.of(
            Map.of(
                "durability", "bucket",
                "memtable.size", "16KiB",
                "replay.segments", "10",
                "volume.prefix", prefix));
    return new KeyValueContext(
        store, List.of(new ZstdCodec(1)), clock, new Random(), settings, _ -> {});
  }
}
