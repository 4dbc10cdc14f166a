package dev.zerofs.rocksdb;

import dev.zerofs.ports.plugin.PluginContract;

/** The classes of this plug-in. */
final class RocksPluginTest extends PluginContract {

  RocksPluginTest() {
    super(RocksProvider.class, "org.rocksdb");
  }
}
