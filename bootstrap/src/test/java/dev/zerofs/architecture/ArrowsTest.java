package dev.zerofs.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may see whom: {@code domain → ports}, {@code adapters/* → ports}, {@code bootstrap →
 * everything}.
 */
class ArrowsTest {
  private static final String PORTS = "dev.zerofs.ports..";
  private static final String DOMAIN = "dev.zerofs.domain..";
  private static final List<String> ADAPTERS = Rooms.ADAPTERS;

  /** What of the JDK is computation and vocabulary, and neither I/O nor threads. */
  private static final DescribedPredicate<JavaClass> PURE =
      resideInAnyPackage(
              "java.lang..", "java.util..", "java.math", "java.time..", "java.nio.charset")
          .and(not(resideInAnyPackage("java.util.logging", "java.util.jar", "java.util.prefs")))
          .or(resideInAnyPackage("java.security..", "javax.crypto..", "org.jspecify.annotations"))
          .or(
              named(
                  "java.nio.ByteBuffer",
                  "java.nio.CharBuffer",
                  "java.nio.ByteOrder",
                  "java.nio.Buffer"))
          .or(named("java.nio.BufferOverflowException", "java.nio.BufferUnderflowException"))
          .or(named("java.io.IOException", "java.io.UncheckedIOException", "java.io.OutputStream"))
          .or(named("java.net.URI", "java.net.URISyntaxException", "java.net.InetAddress"))
          .or(named("java.net.InetSocketAddress", "java.io.Closeable"))
          .as("the pure part of the JDK");

  @Test
  void portsDependOnNothing() {
    classes()
        .that(resideInAPackage(PORTS))
        .should()
        .onlyDependOnClassesThat(elementOf(PURE.or(resideInAPackage(PORTS))))
        .because(
            "ports are contracts and their vocabulary: no framework, no I/O, no implementation")
        .check(Rooms.PRODUCTION);
  }

  @Test
  void domainDependsOnPortsAlone() {
    classes()
        .that(resideInAPackage(DOMAIN))
        .should()
        .onlyDependOnClassesThat(elementOf(PURE.or(resideInAnyPackage(PORTS, DOMAIN))))
        .because("the file system is pure: no wire, no store, no framework, no I/O")
        .check(Rooms.PRODUCTION);
  }

  @ParameterizedTest
  @FieldSource("ADAPTERS")
  void adaptersSeePortsAndNeverDomainBootstrapOrEachOther(String adapter) {
    noClasses()
        .that(resideInAPackage(Rooms.tree(adapter)))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.zerofs..")
                .and(not(resideInAnyPackage(PORTS, Rooms.tree(adapter)))))
        .check(Rooms.PRODUCTION);
  }

  @ParameterizedTest
  @CsvSource({
    "com.google.inject.., dev.zerofs.bootstrap..",
    "jakarta.inject.., dev.zerofs.bootstrap..",
    "org.apache.commons.., dev.zerofs.bootstrap..",
    "picocli.., dev.zerofs.bootstrap..",
    "ch.qos.logback.., dev.zerofs.bootstrap..",
    "io.netty.., dev.zerofs.nfs3..",
    "software.amazon.awssdk.., dev.zerofs.s3..",
    "org.apache.hc.., dev.zerofs.s3.. dev.zerofs.gcs..",
    "com.google.api.., dev.zerofs.gcs..",
    "com.google.auth.., dev.zerofs.gcs..",
    "com.google.gson.., dev.zerofs.gcs..",
    "com.azure.., dev.zerofs.azure..",
    "reactor.., dev.zerofs.azure..",
    "com.github.luben.zstd.., dev.zerofs.lsm..",
    "com.github.benmanes.caffeine.., dev.zerofs.lsm..",
  })
  void aLibraryStaysInItsRooms(String library, String rooms) {
    noClasses()
        .that(not(resideInAnyPackage(rooms.split(" "))))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(Rooms.PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("roomsAndPackages")
  void packagesOfARoomHaveNoCycles(String room, SliceAssignment packages) {
    SlicesRuleDefinition.slices()
        .assignedFrom(packages)
        .should()
        .beFreeOfCycles()
        .check(Rooms.PRODUCTION);
  }

  @Test
  void theRulesSeeTheHouse() {
    assertTrue(Rooms.PRODUCTION.contain("dev.zerofs.ports.objectstore.ObjectStore"));
    assertTrue(
        ADAPTERS.containsAll(List.of("dev.zerofs.lsm", "dev.zerofs.nfs3")), ADAPTERS::toString);
  }

  static Stream<Arguments> roomsAndPackages() {
    return Stream.concat(
            Stream.of("dev.zerofs.ports", "dev.zerofs.domain", "dev.zerofs.bootstrap"),
            ADAPTERS.stream())
        .map(room -> Arguments.of(room, packagesOf(room)));
  }

  private static SliceAssignment packagesOf(String room) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return resideInAPackage(Rooms.tree(room)).test(type)
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "the packages of " + room;
      }
    };
  }

  /** Arrays count as what they hold, primitives as nothing. */
  private static DescribedPredicate<JavaClass> elementOf(DescribedPredicate<JavaClass> allowed) {
    return DescribedPredicate.describe(
        allowed.getDescription(),
        type ->
            type.getBaseComponentType().isPrimitive() || allowed.test(type.getBaseComponentType()));
  }

  private static DescribedPredicate<JavaClass> named(String first, String second, String... more) {
    List<String> names = Stream.concat(Stream.of(first, second), Stream.of(more)).toList();
    return DescribedPredicate.describe(
        "one of " + names, type -> names.contains(type.getFullName()));
  }
}
