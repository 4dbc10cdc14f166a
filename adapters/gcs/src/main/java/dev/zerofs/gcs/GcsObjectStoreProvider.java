package dev.zerofs.gcs;

import com.google.api.client.util.Sleeper;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Makes stores of {@code gs://bucket/prefix} URLs. The bucket must be there. No class of the client
 * is loaded before a store is opened.
 */
public final class GcsObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public GcsObjectStoreProvider() {}

  @Override
  public String name() {
    return "gcs";
  }

  @Override
  public List<Setting<?>> settings() {
    return GcsSettings.ALL;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("gs");
  }

  @Override
  public void check(URI url, Settings settings) {
    var _ = GcsSettings.location(url);
    var _ = GcsSettings.SERVICE.find(settings);
  }

  /** Opens the store and lists one object, so that a wrong name or key shows at the start. */
  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    return GcsConnection.open(url, settings, http -> http, Sleeper.DEFAULT);
  }
}
