package dev.zerofs.nfs3;

import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes NFS version 3 servers. */
public final class Nfs3Provider implements ProtocolProvider {

  /** For {@link java.util.ServiceLoader}. */
  public Nfs3Provider() {}

  @Override
  public String name() {
    return "nfs3";
  }

  @Override
  public List<Setting<?>> settings() {
    return Nfs3Settings.all();
  }

  @Override
  public List<InetSocketAddress> addresses(Settings settings) {
    return List.of(listen(settings));
  }

  @Override
  public ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings) {
    InetSocketAddress listen = listen(settings);
    return new Nfs3Server(
        fileSystem,
        clock,
        listen,
        Nfs3Settings.export(settings, listen),
        Nfs3Settings.limits(settings),
        settings.value(Nfs3Settings.REPLAY_BYTES),
        settings.value(Nfs3Settings.REPLAY_AGE_NANOS));
  }

  private static InetSocketAddress listen(Settings settings) {
    InetSocketAddress listen = settings.value(Nfs3Settings.LISTEN);
    if (listen.isUnresolved()) {
      throw settings.mistake(
          Nfs3Settings.LISTEN, "the host '" + listen.getHostString() + "' is not known");
    }
    return listen;
  }
}
