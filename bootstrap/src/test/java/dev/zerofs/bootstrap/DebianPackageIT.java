package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.zerofs.bootstrap.DebianPackage.Member;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Debian package: what it installs, with which rights, and that it is whole. */
class DebianPackageIT {

  private static final String HOME = "/usr/share/zerofs/";
  private static final String UNITS = "/usr/lib/systemd/system/";

  private static DebianPackage built = new DebianPackage(Map.of(), Map.of());
  private static Path target = Path.of("set before all tests");

  @BeforeAll
  static void readPackage() throws Exception {
    Path classes =
        Path.of(DebianPackageIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    target = classes.resolveSibling("");
    assumeFalse(target.endsWith("quick"), "-Dquick leaves the package out");
    built = DebianPackage.read(only("zerofs_*_all.deb"));
  }

  private static Path only(String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(target, pattern)) {
      List<Path> all = new TreeSet<>(pathsOf(found)).stream().toList();
      assertEquals(1, all.size(), () -> pattern + " in " + target + ": " + all);
      return all.getFirst();
    }
  }

  private static Set<Path> pathsOf(DirectoryStream<Path> found) {
    Set<Path> paths = new TreeSet<>();
    found.forEach(paths::add);
    return paths;
  }

  @Test
  void itDescribesItself() {
    Map<String, String> fields = new TreeMap<>();
    for (String line : control("control").text().split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith(" ")) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    assertEquals("zerofs", fields.get("Package"));
    assertEquals("all", fields.get("Architecture"));
    assertTrue(String.valueOf(fields.get("Version")).matches("\\d.*"), fields::toString);
    assertTrue(
        String.valueOf(fields.get("Recommends")).contains("java25-runtime-headless"),
        "whatever Java there is shall not keep it from being installed: " + fields);
  }

  @Test
  void theLibrariesAreTheDistributions() throws IOException {
    Path distribution = target.resolve(only("zerofs-*.tar.gz").getFileName().toString());
    Path lib = Path.of(distribution.toString().replaceFirst("\\.tar\\.gz$", "")).resolve("lib");
    Map<String, Bytes> expected;
    try (Stream<Path> jars = Files.list(lib)) {
      expected =
          new TreeMap<>(
              jars.collect(
                  Collectors.toMap(
                      jar -> HOME + "lib/" + jar.getFileName(), DebianPackageIT::content)));
    }
    Map<String, Bytes> packaged = new TreeMap<>();
    built
        .data()
        .forEach(
            (path, member) -> {
              if (path.startsWith(HOME + "lib/")) {
                packaged.put(path, member.content());
              }
            });
    assertTrue(expected.size() > 20, expected.keySet()::toString);
    assertEquals(expected.keySet(), packaged.keySet());
    assertTrue(expected.equals(packaged), "the same names, but other bytes");
  }

  private static Bytes content(Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everythingBelongsToRootAndOnlyTheLauncherIsAProgram() {
    Set<String> modes = new TreeSet<>();
    built
        .data()
        .forEach(
            (path, member) -> {
              assertEquals("root:root 0:0", member.owner(), path);
              String mode = member.type() + " " + Integer.toOctalString(member.mode() & 07777);
              switch (member.type()) {
                case '5' -> assertEquals("5 755", mode, path);
                case '0' ->
                    assertEquals(path.equals(HOME + "bin/zerofs") ? "0 755" : "0 644", mode, path);
                default -> assertEquals("/usr/bin/zerofs", path);
              }
              modes.add(mode);
            });
    assertTrue(modes.containsAll(Set.of("5 755", "0 755", "0 644")), modes::toString);
    Member link = data("/usr/bin/zerofs");
    assertEquals("2 ../share/zerofs/bin/zerofs", link.type() + " " + link.target());
  }

  @Test
  void theConfigurationIsKeptOnUpgrades() {
    assertEquals("/etc/zerofs/zerofs.yaml\n", control("conffiles").text());
    assertTrue(data("/etc/zerofs/zerofs.yaml").text().contains("store.url"));
    assertEquals(
        List.of("/etc/zerofs/zerofs.yaml"),
        built.data().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("/etc/") && entry.getValue().type() == '0')
            .map(Map.Entry::getKey)
            .toList());
  }

  @Test
  void theUnitsNameWhatThePackageInstalls() {
    for (String unit : List.of("zerofs.service", "zerofs@.service")) {
      String text = data(UNITS + unit).text();
      assertTrue(text.contains("\nExecStart=/usr/bin/zerofs run --config /etc/zerofs/"), text);
      assertTrue(text.contains("\nDocumentation=file:///usr/share/doc/zerofs/docs/running.md\n"));
      assertFalse(text.contains("/opt/"), text);
    }
    data("/usr/share/doc/zerofs/docs/running.md");
    data("/usr/share/doc/zerofs/copyright");
    data(HOME + "plugins/README");
    assertTrue(data("/usr/lib/sysusers.d/zerofs.conf").text().contains("\nu zerofs "));
  }

  @Test
  void theScriptsOfTheInstallationAreShellScriptsThatMayRun() throws Exception {
    for (String name : List.of("postinst", "prerm", "postrm")) {
      Member script = control(name);
      assertEquals(0755, script.mode() & 07777, name);
      assertTrue(script.text().startsWith("#!/bin/sh\nset -e\n"), script::text);
      assertFalse(script.text().contains("systemctl start"), "nothing is started: " + name);
      assertFalse(script.text().contains("rm -rf /var/lib"), "volumes are kept: " + name);
    }
  }

  /** The same sources give the same package: no member has the time of the build. */
  @Test
  void noMemberTellsWhenItWasBuilt() {
    Set<Long> times =
        Stream.concat(built.data().values().stream(), built.control().values().stream())
            .map(Member::modifiedSeconds)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(1, times.size(), times::toString);
  }

  private static Member data(String path) {
    return member(built.data(), path);
  }

  private static Member control(String name) {
    return member(built.control(), "/" + name);
  }

  private static Member member(Map<String, Member> members, String path) {
    Member member = members.get(path);
    if (member == null) {
      throw new AssertionError(path + " is missing; there are " + members.keySet());
    }
    return member;
  }
}
