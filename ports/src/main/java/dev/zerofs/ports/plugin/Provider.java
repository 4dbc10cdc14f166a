package dev.zerofs.ports.plugin;

import dev.zerofs.ports.settings.Setting;
import java.util.List;

/** What every provider says of itself. Providers have a public constructor without parameters. */
public sealed interface Provider
    permits ObjectStoreProvider, KeyValueStoreProvider, ProtocolProvider, BlockCodecProvider {

  /** The name by which the configuration chooses it: lower case, unique among its kind. */
  String name();

  /** Every setting that it reads. Their names begin with a prefix of its own. */
  List<Setting<?>> settings();
}
