package dev.zerofs.bootstrap.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The class loader of one plug-in: the JDK, the shared vocabulary of the server (ports, SLF4J,
 * jspecify), then the plug-in's own jars. Nothing else of the server can be seen, so a plug-in may
 * bring any version of any library.
 */
final class PluginClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /**
   * A loader of these jars.
   *
   * @param name of the plug-in, for stack traces
   */
  PluginClassLoader(String name, List<URL> jars) {
    super(name, jars.toArray(URL[]::new), Shared.INSTANCE);
  }

  /** What all plug-ins and the server see as the same classes. Shows no resource of the server. */
  private static final class Shared extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private static final Shared INSTANCE = new Shared();

    private static final List<String> PREFIXES =
        List.of("dev.zerofs.ports.", "org.slf4j.", "org.jspecify.annotations.");

    Shared() {
      super("zerofs-shared", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      if (PREFIXES.stream().noneMatch(className::startsWith)) {
        throw new ClassNotFoundException(className);
      }
      return PluginClassLoader.class.getClassLoader().loadClass(className);
    }
  }
}
