package dev.zerofs.lsm;

import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
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
    Map<String, Given> given =
        Map.of(
            "durability", new Given("bucket", "test"),
            "memtable.size", new Given("16KiB", "test"),
            "replay.segments", new Given("10", "test"),
            "volume.prefix", new Given(prefix, "test"));
    return new KeyValueContext(
        store, List.of(new ZstdCodec(1)), clock, new Random(), Settings.of(given), _ -> {});
  }
}
