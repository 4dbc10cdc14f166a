package dev.zerofs.benchmarks.store;

import dev.zerofs.localfs.LocalObjectStoreProvider;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A directory as a store that is far away: {@code far:///directory} has the objects of {@code
 * file:///directory}, and every request for one takes a while. A plug-in for whole-system
 * benchmarks.
 */
public final class FarStoreProvider implements ObjectStoreProvider {

  private static final Setting<Long> LATENCY =
      Setting.durationNanos("far.latency", "30ms", "What every request takes beside its body.");

  private static final Setting<Long> BYTES_PER_SECOND =
      Setting.sizeBytes(
          "far.bytes-per-second",
          "0B",
          0,
          Long.MAX_VALUE,
          "What passes in each direction in a second, in all; 0: no limit.");

  /** For {@link java.util.ServiceLoader}. */
  public FarStoreProvider() {}

  @Override
  public String name() {
    return "far";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(LATENCY, BYTES_PER_SECOND);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("far");
  }

  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    URI directory = URI.create("file:" + url.getRawSchemeSpecificPart());
    return new ThrottledObjectStore(
        new LocalObjectStoreProvider().open(directory, settings, clock),
        clock,
        settings.value(BYTES_PER_SECOND),
        settings.value(LATENCY));
  }
}
