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
   * Opens the store at {@code url}, whose scheme is one of {@link #schemes}. Objects live below the
   * path of the URL. A bucket is never created; a directory is.
   *
   * @throws dev.zerofs.ports.settings.SettingException if the URL or a setting is wrong
   * @throws dev.zerofs.ports.objectstore.ObjectStoreException if the store cannot be used
   */
  ObjectStore open(URI url, Settings settings, Clock clock);
}
