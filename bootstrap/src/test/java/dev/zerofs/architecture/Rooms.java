package dev.zerofs.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The modules of the house and their compiled classes, read from the modules' own target
 * directories: the class path would show the test classes of no module but this one.
 */
final class Rooms {
  /** Packages of the adapters, one room each: {@code dev.zerofs.nfs3} for {@code adapters/nfs3}. */
  static final List<String> ADAPTERS = adapters();

  static final JavaClasses PRODUCTION = imported("classes");
  static final JavaClasses TESTS = imported("test-classes");

  private Rooms() {}

  /** The package and everything below it, as ArchUnit writes it. */
  static String tree(String packageName) {
    return packageName + "..";
  }

  private static List<String> adapters() {
    return adapterModules().map(module -> "dev.zerofs." + module.getFileName()).toList();
  }

  private static JavaClasses imported(String kind) {
    Stream<Path> others = Stream.of("ports", "domain", "bootstrap").map(root()::resolve);
    List<Path> directories =
        Stream.concat(others, adapterModules())
            .map(module -> module.resolve(targetFromModule()).resolve(kind))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(directories);
  }

  private static Stream<Path> adapterModules() {
    try (Stream<Path> found = Files.list(root().resolve("adapters"))) {
      return found.filter(Rooms::isModule).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    return thisModule().resolveSibling(".").normalize();
  }

  private static Path thisModule() {
    return Stream.iterate(testClasses(), path -> path.resolve("..").normalize())
        .filter(Rooms::isModule)
        .findFirst()
        .orElseThrow();
  }

  /** {@code target}, or what the build has been told to use instead. */
  private static Path targetFromModule() {
    return thisModule().relativize(testClasses().resolve("..").normalize());
  }

  private static boolean isModule(Path directory) {
    return Files.exists(directory.resolve("pom.xml"));
  }

  private static Path testClasses() {
    try {
      return Path.of(Rooms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
