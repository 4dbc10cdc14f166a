package dev.zerofs.ports.plugin;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.Set;

/** Makes object stores from URLs. */
public non-sealed interface ObjectStoreProvider extends Provider {

  /** The URL schemes it serves, in lower case, such as {@code s3}. */
  Set<String> schemes();

  /**
   * Looks for what is wrong with {@code url} and the settings for it, as far as that can be told
   * without opening anything: no file is read, nothing is sent. {@link #open} finds at least the
   * same; what this does not find may still be wrong.
   *
   * @throws dev.zerofs.ports.settings.SettingException for the first mistake
   */
  default void check(URI url, Settings settings) {}

  /**
   * Opens the store at {@code url}, whose scheme is one of {@link #schemes}. Objects live below the
   * path of the URL. A bucket is never created; a directory is.
   *
   * @throws dev.zerofs.ports.settings.SettingException if the URL or a setting is wrong
   * @throws dev.zerofs.ports.objectstore.ObjectStoreException if the store cannot be used
   */
  ObjectStore open(URI url, Settings settings, Clock clock);
}
