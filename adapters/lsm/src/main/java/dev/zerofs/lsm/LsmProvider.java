package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.ThreadedDriver;
import dev.zerofs.lsm.clone.Cloning;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.lsm.layout.VolumePrefix;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import java.util.List;

/** Offers the engine under the name {@code lsm}. */
public final class LsmProvider implements KeyValueStoreProvider {

  @Override
  public String name() {
    return "lsm";
  }

  @Override
  public List<Setting<?>> settings() {
    return LsmSettings.ALL;
  }

  @Override
  public KeyValueStore open(KeyValueContext context) {
    return new LsmOpening(context, LsmOptions.of(context.settings()), new ThreadedDriver()).open();
  }

  @Override
  public void createClone(KeyValueContext source, String checkpoint, KeyValueContext target) {
    if (!source.objectStore().location().equals(target.objectStore().location())) {
      throw new IllegalArgumentException(
          "a clone is beside its source in one store; %s is not %s"
              .formatted(target.objectStore().location(), source.objectStore().location()));
    }
    String sourcePrefix = source.settings().value(VolumePrefix.SETTING);
    String targetPrefix = target.settings().value(VolumePrefix.SETTING);
    long timeoutNanos = source.settings().value(LsmSettings.OPEN_TIMEOUT_NANOS);
    try (Driver driver = new ThreadedDriver()) {
      Patience patience = new Patience(source.clock(), source.random(), driver, timeoutNanos);
      FrameCodec codec = new FrameCodec(new Codecs(source.codecs(), null));
      new Cloning(source.objectStore(), new ManifestCodec(codec), patience, source.random())
          .create(sourcePrefix, checkpoint, targetPrefix);
    }
  }

  /** Looks into the volume of {@code context}, whoever writes it meanwhile. */
  public VolumeInspector inspector(KeyValueContext context) {
    return new VolumeInspector(
        context.objectStore(),
        context.settings().value(VolumePrefix.SETTING),
        context.codecs(),
        context.clock());
  }

  @Override
  public KeyValueReader openReader(KeyValueContext context) {
    LsmReaderOptions options = LsmReaderOptions.of(context.settings());
    return new LsmReaderOpening(context, options, new ThreadedDriver()).open();
  }
}
