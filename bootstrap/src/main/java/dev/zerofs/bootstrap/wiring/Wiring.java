package dev.zerofs.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.configuration.Mistakes;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.configuration.WorkingDirectory;
import dev.zerofs.bootstrap.lifecycle.Running;
import dev.zerofs.bootstrap.lifecycle.ServerProcess;
import dev.zerofs.bootstrap.lifecycle.StopSignal;
import dev.zerofs.bootstrap.lifecycle.Teardown;
import dev.zerofs.bootstrap.plugin.Installation;
import dev.zerofs.bootstrap.plugin.Plugin;
import dev.zerofs.bootstrap.plugin.PluginDirectory;
import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server: the store, the engine over it, the file system in it, the protocols before it.
 */
public final class Wiring implements ServerProcess.Starter {

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  static {
    // Guice then needs neither generated classes nor the JDK's deprecated ways to define them.
    System.setProperty("guice_bytecode_gen_option", "DISABLED");
  }

  private final Providers providers;
  private final Settings settings;

  /**
   * A server that is not yet started.
   *
   * @param settings checked against {@link #knownSettings}
   */
  public Wiring(Providers providers, Settings settings) {
    this.providers = providers;
    this.settings = settings;
  }

  /** Every setting that a server made of {@code providers} knows. */
  public static KnownSettings knownSettings(Providers providers) {
    List<Setting<?>> all = new ArrayList<>(ServerSettings.ALL);
    all.addAll(VolumeSettings.ALL);
    all.addAll(providers.settings());
    return new KnownSettings(all, providers.complaints());
  }

  /**
   * The program with the plug-ins of a directory.
   *
   * @throws SettingException if the directory cannot be listed
   */
  public static Installation installation(Optional<Path> pluginDirectory) {
    Set<String> own =
        Stream.concat(ServerSettings.ALL.stream(), VolumeSettings.ALL.stream())
            .map(Setting::name)
            .collect(Collectors.toSet());
    return Installation.of(
        ProviderDiscovery.onClassPath(),
        own,
        pluginDirectory.map(Wiring::plugins).orElseGet(List::of));
  }

  /**
   * Looks for what is wrong with the names, URLs and addresses in {@code settings}, as far as that
   * can be told without opening anything.
   *
   * @param mistakes told of each
   */
  public static void check(
      Providers providers, Settings settings, Consumer<SettingException> mistakes) {
    settings
        .find(ServerSettings.STORE_URL)
        .ifPresent(
            url ->
                Mistakes.attempt(
                    () ->
                        providers
                            .objectStore(url, ServerSettings.STORE_URL, settings)
                            .check(url, settings),
                    mistakes));
    Mistakes.attempt(
        () ->
            providers.keyValueStore(
                settings.value(ServerSettings.ENGINE), ServerSettings.ENGINE, settings),
        mistakes);
    for (String name : settings.value(ServerSettings.PROTOCOLS)) {
      Mistakes.attempt(
          () -> providers.protocol(name, ServerSettings.PROTOCOLS, settings).addresses(settings),
          mistakes);
    }
  }

  private static List<Plugin> plugins(Path directory) {
    try {
      return PluginDirectory.load(directory);
    } catch (IOException | DirectoryIteratorException e) {
      throw new SettingException(
          ServerSettings.PLUGINS_DIRECTORY.name(),
          directory.toString(),
          "cannot be listed (" + e + "); expected a directory of plug-ins");
    }
  }

  @Override
  public List<Running> start(Teardown teardown, StopSignal signal) {
    Chosen chosen = Chosen.of(providers, settings);
    providers.complaints().forEach(LOG::warn);
    chosen.protocols().forEach(protocol -> FreeAddresses.require(protocol.addresses(settings)));
    var _ = WorkingDirectory.prepare(ServerSettings.CACHE_DIRECTORY, settings);
    Injector injector =
        Guice.createInjector(
            new MachineModule(settings),
            new StorageModule(chosen, teardown, signal),
            new VolumeModule(teardown),
            new ProtocolModule(chosen));
    List<NamedServer> servers = injector.getInstance(ProtocolModule.SERVERS);
    List<Running> running = servers.stream().map(server -> start(server, teardown)).toList();
    LOG.info("volume at {}", injector.getInstance(ObjectStore.class).location());
    return running;
  }

  private static Running start(NamedServer named, Teardown teardown) {
    ProtocolServer server = named.server();
    server.start();
    teardown.add(named.protocol(), (Duration grace) -> server.stop(grace));
    return new Running(named.protocol(), server.addresses(), server.instructions());
  }
}
