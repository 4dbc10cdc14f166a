package dev.zerofs.lsm.codec;

import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.util.List;

/** Provides zstd under the name {@code zstd}. */
public final class ZstdCodecProvider implements BlockCodecProvider {

  /** How hard it compresses; every level is read alike. */
  public static final Setting<Long> LEVEL =
      Setting.number("zstd.level", 1L, 1, 22, "How hard zstd compresses: 1 is fastest.");

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(LEVEL);
  }

  @Override
  public BlockCodec create(Settings settings) {
    return new ZstdCodec(Math.toIntExact(settings.value(LEVEL)));
  }
}
