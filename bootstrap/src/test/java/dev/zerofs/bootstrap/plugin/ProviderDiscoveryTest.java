package dev.zerofs.bootstrap.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.plugin.Provider;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderDiscoveryTest {

  @Test
  void findsWhatIsOnTheClassPath() {
    Providers found = ProviderDiscovery.onClassPath();
    assertTrue(names(found.protocols()).contains("nfs3"));
    assertTrue(names(found.keyValueStores()).containsAll(List.of("lsm", "memory")));
    assertTrue(names(found.objectStores()).containsAll(List.of("localfs", "memory", "s3")));
    assertTrue(names(found.codecs()).contains("zstd"));
  }

  @Test
  void aLoaderThatOnlySeesItsParentsProvidersAddsNone() {
    ClassLoader own = ProviderDiscovery.class.getClassLoader();
    Providers found = ProviderDiscovery.find(List.of(own, new URLClassLoader(new URL[0], own)));
    assertEquals(names(ProviderDiscovery.onClassPath().protocols()), names(found.protocols()));
  }

  private static List<String> names(List<? extends Provider> providers) {
    return providers.stream().map(Provider::name).sorted().toList();
  }
}
