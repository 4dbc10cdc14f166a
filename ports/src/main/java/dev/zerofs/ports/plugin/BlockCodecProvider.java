package dev.zerofs.ports.plugin;

import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.settings.Settings;

/** Makes a block codec. */
public non-sealed interface BlockCodecProvider extends Provider {

  /**
   * Makes the codec.
   *
   * @throws dev.zerofs.ports.settings.SettingException if a setting is wrong
   */
  BlockCodec create(Settings settings);
}
