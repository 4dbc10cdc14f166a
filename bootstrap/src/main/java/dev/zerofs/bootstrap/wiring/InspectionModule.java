package dev.zerofs.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.lsm.LsmProvider;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** What looks at a volume without taking it over. */
final class InspectionModule extends AbstractModule {

  private final Chosen chosen;
  private final Teardown teardown;

  InspectionModule(Chosen chosen, Teardown teardown) {
    this.chosen = chosen;
    this.teardown = teardown;
  }

  @Provides
  @Singleton
  VolumeInspector inspector(KeyValueContext context) {
    return new LsmProvider().inspector(context);
  }

  @Provides
  @Singleton
  KeyValueReader reader(KeyValueContext context) {
    KeyValueReader reader = chosen.engine().openReader(context);
    teardown.add("reader", reader::close);
    return reader;
  }

  @Provides
  @Singleton
  KeyValueContext context(
      ObjectStore store,
      List<BlockCodec> codecs,
      Clock clock,
      RandomGenerator random,
      Settings settings) {
    return new KeyValueContext(store, codecs, clock, random, settings, failure -> {});
  }
}
