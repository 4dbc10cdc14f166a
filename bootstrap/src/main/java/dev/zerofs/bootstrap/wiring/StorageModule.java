package dev.zerofs.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.lifecycle.StopReason;
import dev.zerofs.bootstrap.lifecycle.StopSignal;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.bootstrap.probe.StoreProbe;
import dev.zerofs.bootstrap.probe.UnsuitableStoreException;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object store of the configured URL and the configured engine over it. */
final class StorageModule extends AbstractModule {

  private static final Logger LOG = LoggerFactory.getLogger(StorageModule.class);

  /** What the machine itself keeps, with the guarantees of its file system: nothing to find out. */
  private static final Set<String> OWN_SCHEMES = Set.of("file", "memory");

  private final Chosen chosen;
  private final Teardown teardown;
  private final StopSignal signal;

  StorageModule(Chosen chosen, Teardown teardown, StopSignal signal) {
    this.chosen = chosen;
    this.teardown = teardown;
    this.signal = signal;
  }

  @Provides
  @Singleton
  ObjectStore objectStore(Settings settings, Clock clock) {
    ObjectStore store = chosen.objectStore().open(chosen.url(), settings, clock);
    teardown.add("object store", store::close);
    return store;
  }

  @Provides
  @Singleton
  List<BlockCodec> codecs(Settings settings) {
    return chosen.codecs().stream().map(provider -> provider.create(settings)).toList();
  }

  @Provides
  @Singleton
  KeyValueStore keyValueStore(
      ObjectStore objectStore,
      List<BlockCodec> codecs,
      Clock clock,
      RandomGenerator random,
      Settings settings) {
    probe(objectStore, clock, random, settings);
    KeyValueContext context =
        new KeyValueContext(
            objectStore,
            codecs,
            clock,
            random,
            settings,
            failure -> signal.stop(StopReason.of(failure)));
    KeyValueStore store = chosen.engine().open(context);
    teardown.add("engine", store::close);
    return store;
  }

  /** A volume on an unsuitable store would be lost when two servers meet: better not begun. */
  private void probe(
      ObjectStore objectStore, Clock clock, RandomGenerator random, Settings settings) {
    if (OWN_SCHEMES.contains(chosen.url().getScheme())) {
      return;
    }
    try {
      String abilities = new StoreProbe(objectStore, clock, random).run();
      LOG.info("store {} {}", objectStore.location(), abilities);
    } catch (UnsuitableStoreException e) {
      throw settings.mistake(ServerSettings.STORE_URL, String.valueOf(e.getMessage()));
    }
  }
}
