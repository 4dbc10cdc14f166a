package dev.zerofs.ports.plugin;

import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;

/** Makes protocol servers. */
public non-sealed interface ProtocolProvider extends Provider {

  /**
   * Makes a server that is not yet started.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   */
  ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings);
}
