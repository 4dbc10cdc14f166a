package dev.zerofs.ports.plugin;

import dev.zerofs.ports.keyvalue.KeyValueException;
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

  /**
   * Makes a new store that begins as a checkpoint of another and shares what that is made of. It is
   * opened with {@code target} afterwards. When this returns it is there for good; whatever else
   * ends the call, it is there wholly or not at all, and a call may be repeated. The source may be
   * open for writing elsewhere meanwhile. Its checkpoint cannot be deleted from then on.
   *
   * @param source what the source is opened with; its object store must be the target's as well
   * @param checkpoint of the source
   * @param target where there is no store yet
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   * @throws IllegalArgumentException if there is no such checkpoint, or the target is not free or
   *     not beside the source
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Unusable if there is no source, its
   *     checkpoint is being deleted, or the engine makes no clones
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Unavailable if it is not known whether it
   *     is there
   */
  default void createClone(KeyValueContext source, String checkpoint, KeyValueContext target) {
    throw new KeyValueException.Unusable("the engine " + name() + " makes no clones", null);
  }
}
