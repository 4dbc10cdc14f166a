package dev.zerofs.localfs;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Makes stores of {@code file:///directory} URLs. A missing directory is created. */
public final class LocalObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LocalObjectStoreProvider() {}

  @Override
  public String name() {
    return "localfs";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of();
  }

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public void check(URI url, Settings settings) {
    var _ = pathOf(url);
  }

  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    return open(pathOf(url), new SystemFileCalls());
  }

  private static Path pathOf(URI url) {
    try {
      return Path.of(url);
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          "store", url.toString(), "expected file:///directory (" + e.getMessage() + ")");
    }
  }

  private static ObjectStore open(Path directory, FileCalls files) {
    try {
      createDurably(directory.toAbsolutePath().normalize(), files);
      return LocalObjectStore.open(directory.toRealPath(), files);
    } catch (IOException e) {
      throw new ObjectStoreException.Fatal(directory + " cannot be used: " + e, e);
    }
  }

  /** Creates the missing directories from above, each durable before there is one in it. */
  private static void createDurably(Path directory, FileCalls files) throws IOException {
    Path parent = directory.getParent();
    if (parent == null || Files.isDirectory(directory)) {
      return;
    }
    createDurably(parent, files);
    Files.createDirectory(directory);
    files.syncDirectory(parent);
  }
}
