package dev.zerofs.ports.plugin;

import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;

/** Makes key-value stores over an object store, or over something of their own. */
public non-sealed interface KeyValueStoreProvider extends Provider {

  /**
   * Opens the store for writing, making it if there is none, and recovers what a crash left.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   * @throws dev.zerofs.ports.keyvalue.KeyValueException if the store cannot be opened
   */
  KeyValueStore open(KeyValueContext context);

  /**
   * Opens the store for reading alone, while another process may be writing it. Nothing is made,
   * claimed, recovered or changed. {@link KeyValueContext#fatal} is never told anything.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Unusable if there is no store, or none of
   *     this kind
   * @throws dev.zerofs.ports.keyvalue.KeyValueException if it cannot be opened
   */
  KeyValueReader openReader(KeyValueContext context);
}
