package dev.zerofs.bootstrap.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.PortsLevel;
import dev.zerofs.ports.plugin.Provider;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that work, and every way in which one can be broken. */
class PluginDirectoryTest {

  private static final String FAILS = "throw new KeyValueException.Unusable(\"opened\", null);";

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void aJarAndADirectoryOfJarsAreAPluginEach() throws Exception {
    new TinyJar().engine("One", "one", FAILS, "").write(jar("first-1.2"));
    new TinyJar()
        .engine("Two", "two", "return Other.fail();", "")
        .type("Other", "", "static KeyValueStore fail() { throw new RuntimeException(); }")
        .without("Other")
        .write(jar("second/provider"));
    new TinyJar()
        .type("Other", "", "static KeyValueStore fail() {" + FAILS + "}")
        .write(jar("second/library"));
    Files.writeString(directory.resolve("README"), "not a plug-in");
    Files.createDirectory(directory.resolve(".hidden"));

    List<Plugin> plugins = PluginDirectory.load(directory);
    assertEquals(
        List.of("first-1.2 1.2.3 [engine one] null", "second 1.2.3 [engine two] null"),
        plugins.stream().map(PluginDirectoryTest::summary).toList());
    for (Plugin plugin : plugins) {
      assertThrows(KeyValueException.Unusable.class, () -> open(plugin));
    }
  }

  @Test
  void aPluginSeesThePortsOfTheServerAndNothingElseOfIt() throws Exception {
    new TinyJar()
        .engine(
            "Look",
            "look",
            FAILS,
            """
            public Look() {
              require("dev.zerofs.ports.bytes.Bytes", true);
              require("org.slf4j.LoggerFactory", true);
              require("java.sql.Connection", true);
              for (String name : List.of(
                  "dev.zerofs.bootstrap.Main", "dev.zerofs.lsm.LsmProvider",
                  "com.google.inject.Guice", "io.netty.buffer.ByteBuf",
                  "software.amazon.awssdk.services.s3.S3Client",
                  "ch.qos.logback.classic.Logger", "picocli.CommandLine",
                  "org.junit.jupiter.api.Test")) {
                require(name, false);
              }
              if (getClass().getClassLoader().getResource("logback.xml") != null) {
                throw new IllegalStateException("sees a resource of the server");
              }
            }
            private void require(String name, boolean visible) {
              boolean found;
              try {
                Class.forName(name, false, getClass().getClassLoader());
                found = true;
              } catch (ClassNotFoundException e) {
                found = false;
              }
              if (found != visible) {
                throw new IllegalStateException(name + " is visible: " + found);
              }
            }
            """)
        .write(jar("look"));
    assertEquals("look 1.2.3 [engine look] null", summary(only()));
  }

  @Test
  void twoPluginsHaveClassesOfOneNameEachItsOwn() throws Exception {
    new TinyJar().engine("Same", "left", FAILS, "").write(jar("left"));
    new TinyJar().engine("Same", "right", FAILS, "").write(jar("right"));
    List<Plugin> plugins = PluginDirectory.load(directory);
    assertEquals(
        List.of("left 1.2.3 [engine left] null", "right 1.2.3 [engine right] null"),
        plugins.stream().map(PluginDirectoryTest::summary).toList());
  }

  @Test
  void itsLoaderIsTheContextWhileItMakesSomething() throws Exception {
    new TinyJar()
        .engine(
            "Context",
            "context",
            "throw new KeyValueException.Unusable("
                + "Thread.currentThread().getContextClassLoader().getName(), null);",
            "")
        .write(jar("context"));
    Plugin plugin = only();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertEquals(
        "context", assertThrows(KeyValueException.Unusable.class, () -> open(plugin)).getMessage());
    assertEquals(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void whatIsNoJar() throws Exception {
    Files.writeString(jar("bad"), "this is not a jar");
    assertBroken("bad.jar cannot be read as a jar (zip END header not found)");
  }

  @Test
  void aDirectoryWithoutJars() throws Exception {
    Files.createDirectory(directory.resolve("empty"));
    assertBroken("it has no jars");
  }

  @Test
  void aJarThatOffersNothing() throws Exception {
    new TinyJar().type("Library", "", "").write(jar("library"));
    assertBroken("none of its jars names a provider in META-INF/services/ (see docs/plugins.md)");
  }

  @Test
  void aServiceFileThatNamesAClassThatIsNotThere() throws Exception {
    new TinyJar().provider("tiny.Nowhere").write(jar("bad"));
    assertBroken("Provider tiny.Nowhere not found");
  }

  @Test
  void aServiceFileThatNamesSomethingElse() throws Exception {
    new TinyJar().type("Else", "", "").provider("tiny.Else").write(jar("bad"));
    assertBroken("tiny.Else not a subtype");
  }

  @Test
  void aConstructorThatThrows() throws Exception {
    new TinyJar()
        .engine("Bad", "bad", FAILS, "public Bad() { throw new IllegalStateException(\"no\"); }")
        .write(jar("bad"));
    assertBroken(
        "Provider tiny.Bad could not be instantiated (java.lang.IllegalStateException: no)");
  }

  @Test
  void aClassThatTheProviderNeedsIsMissing() throws Exception {
    new TinyJar()
        .engine("Bad", "bad", FAILS, "private final Gone gone = new Gone();")
        .type("Gone", "", "")
        .without("Gone")
        .write(jar("bad"));
    assertBroken("Provider tiny.Bad could not be instantiated (class tiny.Gone is missing)");
  }

  @Test
  void settingsThatCannotBeTold() throws Exception {
    new TinyJar()
        .provider("tiny.Bad")
        .type(
            "Bad",
            "implements KeyValueStoreProvider",
            """
            public String name() { return "bad"; }
            public List<Setting<?>> settings() {
              return List.of(Setting.number("bad.number", 7L, 0, 5, "Too large."));
            }
            public KeyValueStore open(KeyValueContext c) { throw new RuntimeException(); }
            public KeyValueReader openReader(KeyValueContext c) { throw new RuntimeException(); }
            """)
        .write(jar("bad"));
    assertBroken("java.lang.IllegalArgumentException: not from 0 to 5");
  }

  @Test
  void classesForANewerJava() throws Exception {
    new TinyJar().engine("Bad", "bad", FAILS, "").newerJava(1).write(jar("bad"));
    int here = Runtime.version().feature();
    assertBroken(
        "class tiny.Bad was compiled for Java " + (here + 1) + ", and this is Java " + here);
  }

  @Test
  void aMethodOfThePortsThatIsNotThere() throws Exception {
    new TinyJar()
        .provider("tiny.Bad")
        .type(
            "Bad",
            "extends Old",
            """
            public Bad() { super("x"); }
            """)
        .type("Old", "", "Old(String text) {}")
        .without("Old")
        .write(jar("bad"));
    assertBroken("class tiny.Old is missing");
  }

  @Test
  void aLevelOfThePortsThatIsTooNew() throws Exception {
    level(String.valueOf(PortsLevel.CURRENT + 1));
    assertBroken(
        "it was built for level 2 of the ports, and this server has level 1;"
            + " use a newer server or an older plug-in");
  }

  @Test
  void aLevelOfThePortsThatIsTooOld() throws Exception {
    level(String.valueOf(PortsLevel.OLDEST - 1));
    assertBroken(
        "it was built for level 0 of the ports, and this server has level 1; use a newer plug-in");
  }

  @Test
  void aLevelOfThePortsThatIsMissingOrNoNumber() throws Exception {
    level("");
    assertBroken(
        "the manifest of bad.jar does not say for which ports it was built;"
            + " expected ZeroFS-Ports-Level: 1");
    level("one");
    assertBroken(
        "the manifest of bad.jar has ZeroFS-Ports-Level: one; expected a whole number like 1");
  }

  @Test
  void aNameThatTheServerItselfHas() throws Exception {
    new TinyJar().engine("Lsm", "lsm", FAILS, "").write(jar("mine"));
    Plugin plugin = installation().plugins().getFirst();
    assertEquals("the server itself has the engine lsm, which it offers, too", plugin.problem());
    assertEquals("lsm", choose("lsm").name());
    assertNotEquals("tiny.Lsm", choose("lsm").getClass().getName());
  }

  @Test
  void ofTwoPluginsWithOneNameNeitherCanBeUsed() throws Exception {
    new TinyJar().engine("A", "same", FAILS, "").write(jar("a"));
    new TinyJar().engine("B", "same", FAILS, "").write(jar("b"));
    new TinyJar().engine("C", "other", FAILS, "").write(jar("c"));
    String why = "engine same is offered by the plug-ins a, b; keep one";
    assertEquals(
        List.of("a 1.2.3 [] " + why, "b 1.2.3 [] " + why, "c 1.2.3 [engine other] null"),
        installation().plugins().stream().map(PluginDirectoryTest::summary).toList());
    assertEquals("other", choose("other").name());
  }

  @Test
  void whoAsksForWhatABrokenPluginMightHaveIsToldAboutIt() throws Exception {
    Files.writeString(jar("rocks"), "this is not a jar");
    String message = assertThrows(SettingException.class, () -> choose("rocks")).getMessage();
    assertEquals(
        "engine (default): there is no engine 'rocks'; there are lsm, memory; plug-in rocks ("
            + jar("rocks")
            + ") cannot be used: rocks.jar cannot be read as a jar (zip END header not found)",
        message);
    assertEquals("lsm", choose("lsm").name());
  }

  @Test
  void aClassThatIsMissingOnlyWhenItIsUsedIsToldWithThePlugin() throws Exception {
    new TinyJar()
        .engine("Late", "late", "return Gone.open();", "")
        .type("Gone", "", "static KeyValueStore open() { return null; }")
        .without("Gone")
        .write(jar("late"));
    Plugin plugin = only();
    assertTrue(!plugin.isBroken());
    assertEquals(
        "plug-in late (" + jar("late") + "): cannot be used: class tiny.Gone is missing",
        assertThrows(SettingException.class, () -> open(plugin)).getMessage());
  }

  private void level(String text) throws IOException {
    new TinyJar()
        .engine("Bad", "bad", FAILS, "")
        .attribute(PortsLevel.ATTRIBUTE, text)
        .write(jar("bad"));
  }

  private Path jar(String name) {
    return directory.resolve(name + ".jar");
  }

  private Plugin only() throws IOException {
    List<Plugin> plugins = PluginDirectory.load(directory);
    assertEquals(1, plugins.size());
    return plugins.getFirst();
  }

  private void assertBroken(String why) throws IOException {
    Plugin plugin = only();
    assertTrue(plugin.isBroken());
    assertEquals(why, plugin.problem());
    assertEquals(List.of(), plugin.providers());
  }

  private Installation installation() throws IOException {
    return Installation.of(
        ProviderDiscovery.onClassPath(), Set.of(), PluginDirectory.load(directory));
  }

  private Provider choose(String engine) throws IOException {
    return installation()
        .providers()
        .keyValueStore(engine, ServerSettings.ENGINE, Settings.defaults());
  }

  private static void open(Plugin plugin) {
    KeyValueStoreProvider provider = (KeyValueStoreProvider) plugin.providers().getFirst();
    KeyValueContext context =
        new KeyValueContext(
            new MemoryObjectStore(new ManualClock()),
            List.of(),
            new ManualClock(),
            new Random(1),
            Settings.defaults(),
            _ -> {});
    provider.open(context).close();
  }

  private static String summary(Plugin plugin) {
    return plugin.name()
        + " "
        + plugin.version()
        + " "
        + plugin.providers().stream().map(Installation::offers).flatMap(List::stream).toList()
        + " "
        + plugin.problem();
  }
}
