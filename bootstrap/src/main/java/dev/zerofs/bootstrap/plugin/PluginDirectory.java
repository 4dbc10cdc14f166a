package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.Provider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads what is in a plug-in directory. Every jar in it is a plug-in, and so is every directory,
 * with the jars in it; hidden files and other files are none. A plug-in that cannot be loaded is
 * told as such and keeps neither the others nor the server from working.
 *
 * <p>A plug-in's providers are made here, once, and asked for their names and settings; nothing is
 * opened. Their class loaders stay open for as long as the process runs.
 */
public final class PluginDirectory {

  private static final String JAR = ".jar";

  private PluginDirectory() {}

  /**
   * Loads all plug-ins of {@code directory} in the order of their names.
   *
   * @throws IOException if the directory cannot be listed
   */
  public static List<Plugin> load(Path directory) throws IOException {
    List<Plugin> plugins = new ArrayList<>();
    for (Path entry : listing(directory)) {
      if (Files.isDirectory(entry) || isJar(entry)) {
        plugins.add(loadOne(entry));
      }
    }
    return plugins;
  }

  private static Plugin loadOne(Path place) {
    String fileName = String.valueOf(place.getFileName());
    String name = isJar(place) ? fileName.substring(0, fileName.length() - JAR.length()) : fileName;
    Plugin found =
        new Plugin(name, Plugin.UNKNOWN_VERSION, place.toString(), List.of(), "not loaded yet");
    try {
      PluginJars jars =
          new PluginJars(
              isJar(place)
                  ? List.of(place)
                  : listing(place).stream().filter(PluginDirectory::isJar).toList());
      found = new Plugin(name, jars.version(), place.toString(), List.of(), "not loaded yet");
      List<Provider> providers = providers(found, new PluginClassLoader(name, jars.urls()));
      return new Plugin(name, jars.version(), place.toString(), providers, null);
    } catch (UnusablePlugin e) {
      return found.broken(e.why());
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      return found.broken(LoadFailures.describe(e));
    } catch (IOException e) {
      return found.broken("its directory cannot be read (" + e + ")");
    }
  }

  private static List<Provider> providers(Plugin plugin, PluginClassLoader loader) {
    List<Provider> providers = new ArrayList<>();
    for (Class<? extends Provider> kind : PluginJars.KINDS) {
      for (Provider provider : ServiceLoader.load(kind, loader)) {
        providers.add(IsolatedProviders.isolate(provider, plugin, loader));
      }
    }
    return providers;
  }

  private static List<Path> listing(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path entry : stream) {
        if (!String.valueOf(entry.getFileName()).startsWith(".")) {
          entries.add(entry);
        }
      }
    }
    return entries.stream().sorted().toList();
  }

  private static boolean isJar(Path file) {
    return String.valueOf(file.getFileName()).endsWith(JAR) && !Files.isDirectory(file);
  }
}
