package dev.zerofs.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.util.List;

/** The configured protocols, on behalf of the file system. */
final class ProtocolModule extends AbstractModule {

  static final Key<List<NamedServer>> SERVERS = Key.get(new TypeLiteral<List<NamedServer>>() {});

  private final Chosen chosen;

  ProtocolModule(Chosen chosen) {
    this.chosen = chosen;
  }

  @Provides
  @Singleton
  List<NamedServer> servers(FileSystem fileSystem, Clock clock, Settings settings) {
    return chosen.protocols().stream()
        .map(
            provider ->
                new NamedServer(provider.name(), provider.create(fileSystem, clock, settings)))
        .toList();
  }
}
