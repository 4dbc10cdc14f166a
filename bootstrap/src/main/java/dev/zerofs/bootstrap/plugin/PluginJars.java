package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.PortsLevel;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.plugin.Provider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The jars of one plug-in, looked at before any class is loaded from them. */
final class PluginJars {

  /** The kinds of providers that there are. */
  static final List<Class<? extends Provider>> KINDS =
      List.of(
          ObjectStoreProvider.class,
          KeyValueStoreProvider.class,
          ProtocolProvider.class,
          BlockCodecProvider.class);

  private static final String SERVICES = "META-INF/services/";

  private final List<URL> urls = new ArrayList<>();
  private String version = Plugin.UNKNOWN_VERSION;
  private boolean offering;

  /**
   * Looks at the jars.
   *
   * @throws UnusablePlugin if one of them is no jar, none names a provider, or one that does was
   *     not built for these ports
   */
  PluginJars(List<Path> jars) {
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
        look(jar);
      } catch (MalformedURLException e) {
        throw new UnusablePlugin(jar.getFileName() + " has a name that is no URL");
      } catch (IOException | SecurityException e) {
        throw new UnusablePlugin(
            jar.getFileName() + " cannot be read as a jar (" + e.getMessage() + ")");
      }
    }
    if (!offering) {
      throw new UnusablePlugin(
          jars.isEmpty()
              ? "it has no jars"
              : "none of its jars names a provider in " + SERVICES + " (see docs/plugins.md)");
    }
  }

  /** Where classes are loaded from. */
  List<URL> urls() {
    return urls;
  }

  /** The version of the jar that names the providers. */
  String version() {
    return version;
  }

  private void look(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (KINDS.stream().anyMatch(kind -> file.getEntry(SERVICES + kind.getName()) != null)) {
        offering = true;
        Manifest manifest = file.getManifest();
        Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String stated = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        version = stated == null ? version : stated;
        requireLevel(String.valueOf(jar.getFileName()), attributes.getValue(PortsLevel.ATTRIBUTE));
      }
    }
  }

  private static void requireLevel(String jar, @Nullable String text) {
    if (text == null) {
      throw new UnusablePlugin(
          "the manifest of %s does not say for which ports it was built; expected %s: %d"
              .formatted(jar, PortsLevel.ATTRIBUTE, PortsLevel.CURRENT));
    }
    int level;
    try {
      level = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new UnusablePlugin(
          "the manifest of %s has %s: %s; expected a whole number like %d"
              .formatted(jar, PortsLevel.ATTRIBUTE, text, PortsLevel.CURRENT));
    }
    if (!PortsLevel.isCompatible(level)) {
      throw new UnusablePlugin(
          "it was built for level %d of the ports, and this server has %s; %s"
              .formatted(
                  level,
                  PortsLevel.OLDEST == PortsLevel.CURRENT
                      ? "level " + PortsLevel.CURRENT
                      : "levels " + PortsLevel.OLDEST + " to " + PortsLevel.CURRENT,
                  level > PortsLevel.CURRENT
                      ? "use a newer server or an older plug-in"
                      : "use a newer plug-in"));
    }
  }
}
