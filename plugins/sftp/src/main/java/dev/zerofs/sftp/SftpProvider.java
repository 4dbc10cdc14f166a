package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Makes stores of {@code sftp://user@host:port/directory} URLs. */
public final class SftpProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SftpProvider() {}

  @Override
  public String name() {
    return "sftp";
  }

  @Override
  public List<Setting<?>> settings() {
    return SftpSettings.ALL;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("sftp");
  }

  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    Endpoint endpoint = Endpoint.of(url);
    Channels channels =
        new Channels(
            new Connection(endpoint, settings),
            Math.toIntExact(settings.value(SftpSettings.CHANNELS)));
    boolean opened = false;
    try {
      RemoteDirectory directory = channels.use(channel -> RemoteDirectory.open(channel, endpoint));
      opened = true;
      return new SftpObjectStore(channels, directory, endpoint.location());
    } catch (IOException e) {
      throw new ObjectStoreException.Transient(endpoint.location() + " cannot be opened: " + e, e);
    } finally {
      if (!opened) {
        channels.close();
      }
    }
  }
}
