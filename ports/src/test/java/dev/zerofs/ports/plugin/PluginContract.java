package dev.zerofs.ports.plugin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the classes of a plug-in may see and do. The class loader of a plug-in shows it the JDK, the
 * ports, SLF4J and jspecify; whatever else it names and does not bring is missing only when it is
 * reached, and what it does to the process it does to the server.
 *
 * <p>ArchUnit ({@code com.tngtech.archunit:archunit}) has to be on the test's class path.
 */
public abstract class PluginContract {

  private static final List<String> OF_THE_SERVER =
      List.of("dev.zerofs.ports.", "org.slf4j.", "org.jspecify.annotations.");

  private static final List<String> OF_THE_JDK = List.of("java.", "javax.");

  private static final Set<String> OF_THE_PROCESS =
      Set.of("exit", "halt", "addShutdownHook", "setProperty", "setProperties", "in", "out", "err");

  private static final Set<String> WALL_CLOCK = Set.of("currentTimeMillis", "nanoTime");

  private final Class<? extends Provider> provider;
  private final List<String> libraries;
  private final JavaClasses production;

  /**
   * Reads the compiled classes of the plug-in.
   *
   * @param provider any one of its providers
   * @param libraries the packages of the libraries that it brings, each with what is below it
   */
  protected PluginContract(Class<? extends Provider> provider, String... libraries) {
    this.provider = provider;
    this.libraries = Stream.of(libraries).map(library -> library + ".").toList();
    production =
        new ClassFileImporter()
            .importUrl(provider.getProtectionDomain().getCodeSource().getLocation());
  }

  @Test
  void itSeesThePortsAndItsOwnLibrariesAlone() {
    List<String> allowed =
        Stream.of(OF_THE_SERVER, OF_THE_JDK, libraries, List.of(provider.getPackageName() + "."))
            .flatMap(List::stream)
            .toList();
    classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are of " + allowed,
                (JavaClass type) -> {
                  JavaClass element = type.getBaseComponentType();
                  return element.isPrimitive()
                      || allowed.stream().anyMatch(element.getFullName()::startsWith);
                }))
        .check(production);
  }

  @Test
  void everyLibraryThatItNamesIsUsed() {
    for (String library : libraries) {
      assertTrue(
          production.stream()
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .anyMatch(on -> on.getTargetClass().getFullName().startsWith(library)),
          "nothing uses " + library);
    }
  }

  @Test
  void itLeavesTheProcessAndItsClockToTheServer() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "end the process, change its properties, use its streams, or read its clock (the"
                    + " context has one)",
                PluginContract::touchesTheProcess))
        .check(production);
  }

  private static boolean touchesTheProcess(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String member = access.getTarget().getName();
    return Set.of("java.lang.System", "java.lang.Runtime").contains(owner)
            && (OF_THE_PROCESS.contains(member) || WALL_CLOCK.contains(member))
        || owner.startsWith("java.time.") && member.equals("now");
  }
}
