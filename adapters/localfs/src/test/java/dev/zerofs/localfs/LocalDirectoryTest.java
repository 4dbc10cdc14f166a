package dev.zerofs.localfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a real directory shows: links, other processes, what else lies about. */
@Timeout(60)
final class LocalDirectoryTest {

  private static final Bytes BODY = Bytes.utf8("body");

  @TempDir Path temporary;

  private ObjectStore open(Path directory) {
    return new LocalObjectStoreProvider()
        .open(directory.toUri(), Settings.defaults(), new ManualClock());
  }

  @Test
  void plantedLinksDoNotLeadOutOfTheDirectory() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path inside = Files.createDirectory(temporary.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("directory"), outside);
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("secret"));
    ObjectStore store = open(inside);
    ObjectKey below = new ObjectKey("directory/secret");
    assertThrows(ObjectStoreException.Fatal.class, () -> store.get(below));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.get(new ObjectKey("file")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(below, BODY));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.delete(below));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.list("directory/", null, 9));
    assertEquals(new ObjectPage(List.of(), false), store.list("", null, 9));
    store.put(new ObjectKey("file"), BODY);
    assertEquals("secret", Files.readString(outside.resolve("secret")));
    assertEquals(BODY, store.get(new ObjectKey("file")));
  }

  @Test
  void theDirectoryItselfMayBeALink() throws IOException {
    Path real = Files.createDirectory(temporary.resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
    open(link).put(new ObjectKey("a/b"), BODY);
    assertTrue(Files.exists(real.resolve("a/b")));
  }

  @Test
  void filesThatNoKeyCanNameAreLeftAlone() throws IOException {
    ObjectStore store = open(temporary);
    Files.writeString(temporary.resolve("not a key"), "x");
    Files.createDirectories(temporary.resolve("a/lost+found"));
    store.put(new ObjectKey("a/b"), BODY);
    assertEquals(1, store.list("", null, 9).objects().size());
    store.delete(new ObjectKey("a/b"));
    assertTrue(Files.exists(temporary.resolve("not a key")));
  }

  @Test
  void objectsAreTheFilesOfTheirNames() throws IOException {
    ObjectStore store = open(temporary);
    store.putIfAbsent(new ObjectKey("manifest/00000001"), BODY);
    assertEquals("body", Files.readString(temporary.resolve("manifest/00000001")));
    Files.writeString(temporary.resolve("manifest/00000002"), "copied");
    assertEquals(Bytes.utf8("copied"), store.get(new ObjectKey("manifest/00000002")));
  }

  @Test
  void aPutLeavesNothingElseBehind() throws IOException {
    ObjectStore store = open(temporary);
    store.put(new ObjectKey("a"), BODY);
    store.put(new ObjectKey("a"), BODY);
    store.putIfAbsent(new ObjectKey("b"), BODY);
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store.putIfAbsent(new ObjectKey("b"), BODY));
    try (var left = Files.list(temporary.resolve(LocalObjectStore.TEMPORARY_DIRECTORY))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void putsGoOnWhileOtherProcessesOpenTheStore() throws Exception {
    ObjectStore store = open(temporary);
    int puts = 60;
    Semaphore toOpen = new Semaphore(0);
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> opener =
          threads.submit(
              () -> {
                for (int i = 0; i < 2 * puts; i++) {
                  toOpen.acquire();
                  open(temporary).close();
                }
                return null;
              });
      try {
        for (int i = 0; i < puts; i++) {
          toOpen.release(2);
          ObjectKey key = new ObjectKey("x/y/" + i);
          store.putIfAbsent(key, BODY);
          assertEquals(BODY, store.get(key));
          store.delete(key);
        }
      } finally {
        toOpen.release(2 * puts);
      }
      opener.get();
    }
  }

  @Test
  void manyObjectsInOneDirectoryAreListedPageByPage() throws IOException {
    Path many = Files.createDirectories(temporary.resolve("sst/1"));
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(many.resolve("%06d".formatted(i)));
    }
    ObjectStore store = open(temporary);
    int seen = 0;
    ObjectKey after = null;
    ObjectPage page;
    do {
      page = store.list("sst/", after, 300);
      after = page.objects().getLast().key();
      seen += page.objects().size();
      assertEquals("sst/1/%06d".formatted(seen - 1), after.value());
    } while (page.more());
    assertEquals(2_000, seen);
  }

  @Test
  void urlsThatAreNoDirectoryAreSettingMistakes() {
    for (String url : List.of("file://host/dir", "file:relative", "file:///a?b", "file:///a#b")) {
      assertThrows(
          SettingException.class,
          () ->
              new LocalObjectStoreProvider()
                  .open(URI.create(url), Settings.defaults(), new ManualClock()),
          url);
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsFatal() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThrows(ObjectStoreException.Fatal.class, () -> open(file));
    assertThrows(ObjectStoreException.Fatal.class, () -> open(file.resolve("below")));
    assertEquals("x", Files.readString(file));
  }

  @Test
  void theProviderIsFound() {
    assertFalse(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .filter(provider -> provider.type().equals(LocalObjectStoreProvider.class))
            .toList()
            .isEmpty());
  }
}
