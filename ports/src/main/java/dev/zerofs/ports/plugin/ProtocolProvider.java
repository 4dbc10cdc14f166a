package dev.zerofs.ports.plugin;

import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes protocol servers. */
public non-sealed interface ProtocolProvider extends Provider {

  /**
   * The addresses that a server with these settings would bind, as far as they are known before: a
   * server that could not bind them is better not begun, because opening a volume takes it away
   * from the server that has it.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   */
  default List<InetSocketAddress> addresses(Settings settings) {
    return List.of();
  }

  /**
   * Makes a server that is not yet started.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   */
  ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings);
}
