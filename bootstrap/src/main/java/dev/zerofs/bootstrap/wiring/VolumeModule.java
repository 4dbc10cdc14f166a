package dev.zerofs.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.domain.Volume;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.util.random.RandomGenerator;

/** The file system in the key-value store. */
final class VolumeModule extends AbstractModule {

  private final Teardown teardown;

  VolumeModule(Teardown teardown) {
    this.teardown = teardown;
  }

  @Provides
  @Singleton
  FileSystem fileSystem(
      KeyValueStore store, Clock clock, RandomGenerator random, Settings settings) {
    Volume volume = Volume.open(store, clock, random, VolumeSettings.options(settings));
    teardown.add("volume", volume::close);
    return volume;
  }
}
