package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.TestSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file system in trouble, starting, stopping. */
class TroubleTest {

  private static final int SERVERFAULT = 10006;
  private static final int JUKEBOX = 10008;

  private final CountDownLatch lookingUp = new CountDownLatch(1);
  private final CountDownLatch mayLookUp = new CountDownLatch(1);
  private volatile @Nullable RuntimeException thrown;
  private volatile @Nullable Status refused;
  private volatile boolean lookupWaits;
  private volatile boolean interrupted;

  private final TestServer server =
      TestServer.start(Map.of(), real -> ((Interposed) this::interpose).before(real));
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @AfterEach
  void close() {
    mayLookUp.countDown();
    server.close();
  }

  private Object interpose(String method, List<Object> arguments, Interposed.Call call)
      throws Throwable {
    if (method.equals("lookup") || method.equals("rename") || method.equals("create")) {
      if (lookupWaits) {
        lookingUp.countDown();
        try {
          mayLookUp.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          throw new KeyValueException.Closed("interrupted", e);
        }
      }
      if (thrown != null) {
        throw thrown;
      }
      if (refused != null) {
        return new Result.Refused<>(refused, List.of(), CommitPosition.NONE);
      }
    }
    return call.proceed();
  }

  @Test
  void whoWasReplacedFallsSilent() {
    for (RuntimeException fatal :
        List.of(
            new KeyValueException.Replaced("by another"),
            new KeyValueException.Closed("closed", null))) {
      thrown = fatal;
      Nfs3Client client = server.root();
      var reply = client.lookup(top, Bytes.utf8("x"));
      await(client.rpc().ended());
      assertTrue(reply.isCompletedExceptionally());
    }
    thrown = null;
    assertEquals(0, await(root.getAttr(top)).status());
  }

  @Test
  void theUnexpectedIsAServerFaultInTheFormOfTheProcedure() {
    thrown = new IllegalStateException("the test wants it");
    assertEquals(SERVERFAULT, await(root.lookup(top, Bytes.utf8("x"))).status());
    assertEquals(SERVERFAULT, await(root.lookup(top, Bytes.utf8("y"))).status());
    assertEquals(
        SERVERFAULT, await(root.rename(top, Bytes.utf8("x"), top, Bytes.utf8("y"))).status());
    CompletionException mount =
        assertThrows(CompletionException.class, () -> await(root.mount(Bytes.utf8("/x"))));
    assertTrue(String.valueOf(mount.getMessage()).contains("SYSTEM_ERR"));
    thrown = null;
    assertEquals(0, await(root.getAttr(top)).status());
  }

  @Test
  void whatPassesIsJukebox() {
    refused = Status.DELAY;
    assertEquals(JUKEBOX, await(root.lookup(top, Bytes.utf8("x"))).status());
    assertEquals(
        JUKEBOX, await(root.create(top, Bytes.utf8("x"), AttributeChange.ofMode(0644))).status());
    assertEquals(SERVERFAULT, await(root.mount(Bytes.utf8("/x"))).status(), "MOUNT knows no such");
  }

  @Test
  void stoppingLetsCallsEnd() throws Exception {
    lookupWaits = true;
    var reply = root.lookup(top, Bytes.utf8("x"));
    assertTrue(lookingUp.await(30, TimeUnit.SECONDS));
    Thread stopper = Thread.ofPlatform().start(() -> server.server().stop(Duration.ofMinutes(1)));
    Nfs3Client idle = root;
    mayLookUp.countDown();
    assertEquals(2, await(reply).status());
    stopper.join(TimeUnit.SECONDS.toMillis(30));
    assertFalse(stopper.isAlive());
    await(idle.rpc().ended());
    assertEquals(List.of(), server.server().addresses());
  }

  @Test
  void stoppingDoesNotWaitForEver() throws Exception {
    lookupWaits = true;
    var reply = root.lookup(top, Bytes.utf8("x"));
    assertTrue(lookingUp.await(30, TimeUnit.SECONDS));
    server.server().stop(Duration.ofMillis(50));
    await(root.rpc().ended());
    assertTrue(reply.isCompletedExceptionally());
    assertTrue(interrupted, "the file system may be closed next");
  }

  @Test
  void aTakenPortIsNamed() {
    String taken = "127.0.0.1:" + server.address().getPort();
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> TestServer.start(Map.of("nfs.listen", taken)));
    assertTrue(String.valueOf(e.getMessage()).contains(taken));
  }

  @Test
  void theProviderIsFound() {
    List<String> names =
        ServiceLoader.load(ProtocolProvider.class).stream()
            .map(provider -> provider.get().name())
            .toList();
    assertEquals(List.of("nfs3"), names);
  }

  @Test
  void instructionsAreMountLinesWithTheRealPort() {
    int port = server.address().getPort();
    assertEquals(
        List.of(
            "mount -t nfs -o vers=3,nolock,tcp,port=%d,mountport=%d,soft 127.0.0.1:/ /mnt  # Linux"
                .formatted(port, port),
            "mount -t nfs -o nolocks,vers=3,tcp,port=%d,mountport=%d,soft 127.0.0.1:/ mnt  # macOS"
                .formatted(port, port)),
        server.server().instructions());
  }

  @Test
  void whatListensEverywhereIsReachedHere() {
    try (TestServer everywhere = TestServer.start(Map.of("nfs.listen", "0.0.0.0:0"))) {
      String line = everywhere.server().instructions().getFirst();
      assertTrue(line.contains(" 127.0.0.1:/ "), line);
    }
  }

  @Test
  void wrongSettingsAreNamed() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "nfs.listen", "2049",
                "nfs.squash", "some",
                "nfs.anonuid", "-1",
                "nfs.allow", "10.0.0.0/8,example",
                "nfs.bytes", "1",
                "nfs.idle-timeout", "soon")
            .entrySet()) {
      var given = TestSettings.of(Map.of(wrong.getKey(), wrong.getValue()));
      SettingException e =
          assertThrows(
              SettingException.class,
              () -> new Nfs3Provider().create(server.fileSystem(), new TestClock(), given));
      assertEquals(wrong.getKey(), e.key());
    }
  }
}
