package dev.zerofs.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.lifecycle.StopSignal;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A volume that is looked at: opened for reading alone, whoever serves it meanwhile. */
public final class Inspection implements AutoCloseable {

  /** The engine whose objects can be looked into. */
  private static final String ENGINE = "lsm";

  private final Teardown teardown = new Teardown();
  private final Injector injector;
  private final Chosen chosen;
  private final Settings settings;

  /**
   * Looks at the volume that {@code settings} name.
   *
   * @throws KeyValueException.Unusable if there certainly is none
   * @throws SettingException if a setting is wrong
   */
  public Inspection(Providers providers, Settings settings) {
    this.settings = settings;
    chosen = Chosen.of(providers, settings);
    requireDirectory(chosen.url());
    injector =
        Guice.createInjector(
            new MachineModule(settings),
            new StorageModule(chosen, teardown, new StopSignal()),
            new InspectionModule(chosen, teardown));
  }

  /** Opening a directory would make it; a wrong name should leave nothing behind. */
  private static void requireDirectory(URI url) {
    if ("file".equals(url.getScheme()) && !Files.isDirectory(Path.of(url))) {
      throw new KeyValueException.Unusable("there is no volume at " + url, null);
    }
  }

  /**
   * Whether {@link #objects} can be looked into: other engines keep theirs in ways of their own.
   */
  public boolean hasKnownObjects() {
    return settings.value(ServerSettings.ENGINE).equals(ENGINE);
  }

  /** The volume's objects. */
  public VolumeInspector objects() {
    String engine = settings.value(ServerSettings.ENGINE);
    if (!hasKnownObjects()) {
      throw settings.mistake(
          ServerSettings.ENGINE,
          "objects of engine '" + engine + "' cannot be looked into; expected " + ENGINE);
    }
    return injector.getInstance(VolumeInspector.class);
  }

  /** The volume's keys; opened by the first call. */
  public KeyValueReader keys() {
    try {
      return injector.getInstance(KeyValueReader.class);
    } catch (ProvisionException e) {
      if (e.getCause() instanceof KeyValueException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Every codec there is. */
  public List<BlockCodec> codecs() {
    return injector.getInstance(Key.get(new TypeLiteral<List<BlockCodec>>() {}));
  }

  @Override
  public void close() {
    var _ = teardown.run(Duration.ZERO);
  }
}
