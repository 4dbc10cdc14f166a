package dev.zerofs.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, which servers are refused, and what happens when one goes away. */
class SftpProviderTest {

  private static final ObjectKey KEY = new ObjectKey("a/b");
  private static final Bytes BODY = Bytes.utf8("body");

  @TempDir private Path home = Path.of("set by JUnit");

  private final SftpProvider provider = new SftpProvider();
  private @Nullable TestServer running;

  @AfterEach
  void stopServer() throws IOException {
    if (running != null) {
      running.close();
    }
  }

  private TestServer server(@Nullable PublicKey accepted) throws IOException {
    TestServer started = TestServer.start(home, new SftpSubsystemFactory(), accepted);
    running = started;
    return started;
  }

  private ObjectStore open(TestServer server, Settings settings) {
    return provider.open(server.url(home.resolve("objects")), settings, new ManualClock());
  }

  @Test
  void isFoundByItsServiceAndKeepsItsSecrets() {
    assertTrue(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .anyMatch(found -> found.type() == SftpProvider.class));
    for (Setting<?> setting : provider.settings()) {
      assertTrue(setting.name().startsWith("sftp."), setting.name());
      assertEquals(setting.name().contains("pass"), setting.secret(), setting.name());
    }
  }

  @Test
  void aServerWhoseKeyIsNotKnownIsRefused() throws Exception {
    TestServer server = server(null);
    PublicKey other = TestServer.newKey("EC").getPublic();
    String line = Files.readString(server.knownHosts());
    Files.writeString(
        server.knownHosts(),
        line.substring(0, line.indexOf(' ')) + " " + PublicKeyEntry.toString(other) + "\n");
    var failure =
        assertThrows(
            ObjectStoreException.Fatal.class, () -> open(server, server.settings(Map.of())));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("not the one in the file of known hosts"),
        failure.getMessage());
    open(server, server.settings(Map.of("sftp.host-key-check", "false"))).close();
  }

  @Test
  void withoutAFileOfKnownHostsTheSettingIsNamed() throws Exception {
    TestServer server = server(null);
    String missing = home.resolve("no-such-file").toString();
    var failure =
        assertThrows(
            SettingException.class,
            () -> open(server, server.settings(Map.of("sftp.known-hosts", missing))));
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("sftp.known-hosts (configuration): '"),
        failure.getMessage());
  }

  @Test
  void aWrongPasswordIsRefusedAndNotTold() throws Exception {
    TestServer server = server(null);
    var failure =
        assertThrows(
            ObjectStoreException.Fatal.class,
            () -> open(server, server.settings(Map.of("sftp.password", "hunter2"))));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("does not let this user in"),
        failure.getMessage());
    assertFalse(String.valueOf(failure.getMessage()).contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void aKeyLetsIn(String algorithm) throws Exception {
    KeyPair pair = TestServer.newKey(algorithm);
    TestServer server = server(pair.getPublic());
    Path file = home.resolve("client-key");
    try (var out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    }
    Settings settings =
        server.settings(Map.of("sftp.password", "wrong", "sftp.key", file.toString()));
    try (ObjectStore store = open(server, settings)) {
      store.put(KEY, BODY);
      assertEquals(BODY, store.get(KEY));
    }
    Files.writeString(file, "no key");
    assertThrows(SettingException.class, () -> open(server, settings));
  }

  @Test
  void urlsAreChecked() {
    for (String url :
        new String[] {
          "sftp://host/dir", "sftp://user@host", "sftp://user@host/", "sftp://user@host/~/"
        }) {
      assertThrows(
          SettingException.class,
          () -> provider.open(URI.create(url), Settings.defaults(), new ManualClock()),
          url);
    }
    var failure =
        assertThrows(
            SettingException.class, () -> Endpoint.of(URI.create("sftp://user:hunter2@host/dir")));
    assertFalse(String.valueOf(failure.getMessage()).contains("hunter2"));
    assertEquals(
        new Endpoint("user", "host", 22, "dir"), Endpoint.of(URI.create("sftp://user@host/~/dir")));
    assertEquals(
        "sftp://user@host:2022/dir",
        Endpoint.of(URI.create("sftp://user@host:2022/dir")).location());
  }

  @Test
  void aServerWithoutTheExtensionsIsRefusedWithAReason() throws Exception {
    SftpSubsystemFactory plain = new SftpSubsystemFactory();
    TestServer server = TestServer.start(home, plain, null);
    running = server;
    server.offerExtensions("fsync@openssh.com=1");
    var failure =
        assertThrows(
            ObjectStoreException.Fatal.class, () -> open(server, server.settings(Map.of())));
    assertTrue(
        String.valueOf(failure.getMessage())
            .contains(
                "does not offer posix-rename@openssh.com, hardlink@openssh.com, without which"),
        failure.getMessage());
  }

  @Test
  void aBrokenConnectionIsTransientAndMadeAgain() throws Exception {
    TestServer server = server(null);
    try (ObjectStore store = open(server, server.settings(Map.of()))) {
      store.put(KEY, BODY);
      server.breakConnections();
      assertEquals(BODY, readAgain(store));
    }
  }

  /** A call that meets the break may fail; the one after it has a new connection. */
  private static Bytes readAgain(ObjectStore store) {
    try {
      return store.get(KEY);
    } catch (ObjectStoreException.Transient _) {
      return store.get(KEY);
    }
  }

  @Test
  void aServerThatIsGoneIsTransientForReadsAndWritesThatNobodySaw() throws Exception {
    TestServer server = server(null);
    try (ObjectStore store = open(server, server.settings(Map.of("sftp.timeout", "2s")))) {
      store.put(KEY, BODY);
      server.close();
      assertThrows(ObjectStoreException.Transient.class, () -> store.get(KEY));
      assertThrows(ObjectStoreException.Transient.class, () -> store.put(KEY, BODY));
    }
  }

  @Test
  void aServerThatHangsCountsAsGoneAfterTheTimeout() throws Exception {
    assumeTrue(
        OpenSshServerTest.program().isPresent(),
        "OpenSSH's sftp-server is not installed (Debian: openssh-sftp-server)");
    ProcessSubsystem program = new ProcessSubsystem(OpenSshServerTest.program().orElseThrow());
    TestServer server = TestServer.start(home, program, null);
    running = server;
    try (ObjectStore store = open(server, server.settings(Map.of("sftp.timeout", "1s")))) {
      store.put(KEY, BODY);
      program.stall();
      assertThrows(ObjectStoreException.Transient.class, () -> store.get(KEY));
      assertEquals(BODY, store.get(KEY), "a new channel has a new process");
    }
  }

  @Test
  void moreCallsThanChannelsWaitForTheirTurn() throws Exception {
    TestServer server = server(null);
    try (ObjectStore store = open(server, server.settings(Map.of("sftp.channels", "1")));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts = new ArrayList<Future<?>>();
      for (int i = 0; i < 20; i++) {
        ObjectKey key = new ObjectKey("many/" + i);
        puts.add(threads.submit(() -> store.putIfAbsent(key, BODY)));
      }
      for (var put : puts) {
        put.get();
      }
      assertEquals(20, store.list("many/", null, 100).objects().size());
    }
  }

  @Test
  void whatADeadClientLeftIsRemovedAtTheNextOpen() throws Exception {
    TestServer server = server(null);
    open(server, server.settings(Map.of())).close();
    Path left = Files.writeString(home.resolve("objects/~tmp/left"), "half a body");
    try (ObjectStore store = open(server, server.settings(Map.of()))) {
      assertFalse(Files.exists(left));
      store.put(KEY, BODY);
      try (var remaining = Files.list(home.resolve("objects/~tmp"))) {
        assertEquals(0, remaining.count(), "a put leaves nothing behind");
      }
    }
  }
}
