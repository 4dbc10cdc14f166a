package dev.zerofs.azure;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Makes stores of {@code azure://container/prefix} URLs. The container must be there. No class of
 * the SDK is loaded before a store is opened.
 */
public final class AzureObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public AzureObjectStoreProvider() {}

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public List<Setting<?>> settings() {
    return AzureSettings.ALL;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("azure");
  }

  @Override
  public void check(URI url, Settings settings) {
    AzureConnection.check(url, settings);
  }

  /** Opens the store and lists one object, so that a wrong name or key shows at the start. */
  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    return AzureConnection.open(url, settings, http -> http);
  }
}
