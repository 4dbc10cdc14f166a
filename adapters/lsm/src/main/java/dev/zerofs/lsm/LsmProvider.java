package dev.zerofs.lsm;

import dev.zerofs.lsm.background.ThreadedDriver;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import java.util.List;

/** Offers the engine under the name {@code lsm}. */
public final class LsmProvider implements KeyValueStoreProvider {

  @Override
  public String name() {
    return "lsm";
  }

  @Override
  public List<Setting<?>> settings() {
    return LsmSettings.ALL;
  }

  @Override
  public KeyValueStore open(KeyValueContext context) {
    return new LsmOpening(context, LsmOptions.of(context.settings()), new ThreadedDriver()).open();
  }

  @Override
  public KeyValueReader openReader(KeyValueContext context) {
    LsmReaderOptions options = LsmReaderOptions.of(context.settings());
    return new LsmReaderOpening(context, options, new ThreadedDriver()).open();
  }
}
