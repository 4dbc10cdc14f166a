package dev.zerofs.localfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of system calls that fail, and in what order the store makes them. */
final class LocalFailuresTest {

  private static final ObjectKey KEY = new ObjectKey("d/k");
  private static final Bytes BODY = Bytes.utf8("body");

  private final VolatileFiles files = new VolatileFiles();
  private final List<String> calls = new ArrayList<>();
  private LocalObjectStore store = LocalObjectStore.open(VolatileFiles.ROOT, files);

  @BeforeEach
  void reopen() {
    store = LocalObjectStore.open(VolatileFiles.ROOT, files);
  }

  private void fail(String call, IOException failure) {
    files.hook(
        (name, _) -> {
          if (name.equals(call)) {
            throw failure;
          }
        });
  }

  private void recordCalls() {
    files.hook(
        (name, path) -> {
          if (!name.equals("attributes")) {
            String shown = VolatileFiles.ROOT.relativize(path).toString();
            calls.add(name + " " + shown.replaceFirst("~tmp/.*", "~tmp/*"));
          }
        });
  }

  @Test
  void aBodyIsDurableBeforeItsNameAndTheNameBeforeTheReturn() {
    recordCalls();
    store.putIfAbsent(KEY, BODY);
    assertEquals(
        List.of(
            "createDirectory d",
            "syncDirectory ",
            "createSynced ~tmp/*",
            "link d/k",
            "delete ~tmp/*",
            "syncDirectory d"),
        calls);
    calls.clear();
    store.put(KEY, BODY);
    assertEquals(
        List.of("createSynced ~tmp/*", "rename d/k", "delete ~tmp/*", "syncDirectory d"), calls);
    calls.clear();
    assertThrows(ObjectStoreException.PreconditionFailed.class, () -> store.putIfAbsent(KEY, BODY));
    assertTrue(calls.contains("syncDirectory d"), "what exists is durable: " + calls);
  }

  @Test
  void aDirectoryThatAnotherProcessMadeIsSyncedBeforeItIsRelied() throws IOException {
    files.createDirectory(VolatileFiles.ROOT.resolve("d"));
    recordCalls();
    store.put(KEY, BODY);
    assertTrue(calls.indexOf("syncDirectory ") >= 0, calls.toString());
    assertTrue(calls.indexOf("syncDirectory ") < calls.indexOf("rename d/k"), calls.toString());
  }

  @Test
  void aFullDiskIsOutOfSpaceAndDeletesStillWork() {
    store.put(KEY, BODY);
    fail("createSynced", new IOException("No space left on device"));
    assertThrows(ObjectStoreException.OutOfSpace.class, () -> store.put(KEY, Bytes.EMPTY));
    assertThrows(
        ObjectStoreException.OutOfSpace.class, () -> store.putIfAbsent(key("n"), Bytes.EMPTY));
    assertEquals(BODY, store.get(KEY));
    store.delete(KEY);
    assertNull(store.head(KEY));
  }

  @Test
  void aFullDiskIsKnownAlsoInOtherLanguages() {
    fail("createSynced", new FileSystemException("x", null, "Plus de place"));
    assertThrows(ObjectStoreException.Transient.class, () -> store.put(KEY, BODY));
    files.usableBytes(BODY.length() - 1);
    assertThrows(ObjectStoreException.OutOfSpace.class, () -> store.put(KEY, BODY));
  }

  @Test
  void someOfTheRoomIsKeptForMakingRoom() {
    long reserve = 256L << 20;
    files.usableBytes(reserve + 1000);
    assertEquals(OptionalLong.of(1000), store.roomBytes());
    files.usableBytes(reserve - 1);
    assertEquals(OptionalLong.of(0), store.roomBytes());
  }

  @Test
  void aFullDirectoryIsOutOfSpaceToo() {
    fail("createDirectory", new FileSystemException("d", null, "Disk quota exceeded"));
    assertThrows(ObjectStoreException.OutOfSpace.class, () -> store.put(KEY, BODY));
    fail("link", new FileSystemException("d/k", null, "No space left on device"));
    assertThrows(ObjectStoreException.OutOfSpace.class, () -> store.putIfAbsent(KEY, BODY));
  }

  @Test
  void aNameThatMayNotBeDurableIsUnknown() {
    store.put(KEY, BODY);
    fail("syncDirectory", new IOException("Input/output error"));
    assertThrows(ObjectStoreException.OutcomeUnknown.class, () -> store.put(KEY, Bytes.EMPTY));
    assertThrows(
        ObjectStoreException.OutcomeUnknown.class, () -> store.putIfAbsent(key("d/n"), BODY));
    assertThrows(ObjectStoreException.OutcomeUnknown.class, () -> store.delete(KEY));
  }

  @Test
  void aBodyThatIsNotDurableNeverGetsItsName() {
    fail("createSynced", new IOException("Input/output error"));
    assertThrows(ObjectStoreException.Transient.class, () -> store.put(KEY, BODY));
    files.hook((_, _) -> {});
    assertNull(store.head(KEY));
    assertEquals(new ObjectPage(List.of(), false), store.list("", null, 10));
  }

  @Test
  void whatNobodyMendsByTryingAgainIsFatal() {
    store.put(KEY, BODY);
    fail("createSynced", new AccessDeniedException("x"));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(KEY, BODY));
    fail("createSynced", new FileSystemException("x", null, "Read-only file system"));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(KEY, BODY));
    fail("delete", new FileSystemException("x", null, "Read-only file system"));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.delete(KEY));
    fail("read", new AccessDeniedException("x"));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.get(KEY));
  }

  @Test
  void readsThatFailAreTransient() {
    store.put(KEY, BODY);
    fail("read", new IOException("Input/output error"));
    assertThrows(ObjectStoreException.Transient.class, () -> store.get(KEY));
    assertThrows(ObjectStoreException.Transient.class, () -> store.get(KEY, 0, 1));
    fail("names", new IOException("Too many open files"));
    assertThrows(ObjectStoreException.Transient.class, () -> store.list("", null, 1));
    fail("attributes", new IOException("Input/output error"));
    assertThrows(ObjectStoreException.Transient.class, () -> store.head(KEY));
  }

  @Test
  void objectsOfADiskThatIsGoneAreNotMissing() throws IOException {
    store.put(KEY, BODY);
    files.delete(VolatileFiles.ROOT.resolve("d/k"));
    assertTrue(files.deleteEmptyDirectory(VolatileFiles.ROOT.resolve("d")));
    assertNull(store.head(KEY));
    assertTrue(files.deleteEmptyDirectory(VolatileFiles.ROOT.resolve("~tmp")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.head(KEY));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.get(KEY));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.list("", null, 10));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(KEY, BODY));
  }

  @Test
  void whatIsNotTheStoresIsNotFollowed() throws IOException {
    files.plant(VolatileFiles.ROOT.resolve("planted"));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.get(key("planted")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.head(key("planted/k")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(key("planted/k"), BODY));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.putIfAbsent(key("planted"), BODY));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.delete(key("planted/k")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.list("planted/", null, 9));
    assertEquals(new ObjectPage(List.of(), false), store.list("", null, 10));
  }

  @Test
  void anEmptyDirectoryMakesRoomForAnObject() {
    store.put(key("a/b/c"), BODY);
    assertThrows(ObjectStoreException.Fatal.class, () -> store.putIfAbsent(key("a/b"), BODY));
    store.delete(key("a/b/c"));
    store.putIfAbsent(key("a/b"), BODY);
    store.delete(key("a/b"));
    store.put(key("a"), BODY);
    assertEquals(BODY, store.get(key("a")));
    assertThrows(ObjectStoreException.Fatal.class, () -> store.put(key("a/b"), BODY));
  }

  @Test
  void anOpenRemovesUnfinishedPutsAndEmptyDirectories() throws IOException {
    store.put(key("a/b/c"), BODY);
    store.put(KEY, BODY);
    store.delete(key("a/b/c"));
    files.createSynced(VolatileFiles.ROOT.resolve("~tmp/left"), BODY);
    reopen();
    assertEquals(List.of(), files.names(VolatileFiles.ROOT.resolve("~tmp")));
    assertNull(files.attributes(VolatileFiles.ROOT.resolve("a")));
    assertEquals(BODY, store.get(KEY));
  }

  @Test
  void aPutBeginsAnewWhenAnotherProcessCleansUp() {
    store.put(key("d/other"), BODY);
    store.delete(key("d/other"));
    int[] opens = {0};
    files.hook(
        (name, _) -> {
          if (name.equals("link") && opens[0]++ < 3) {
            LocalObjectStore.open(VolatileFiles.ROOT, files);
          }
        });
    store.putIfAbsent(KEY, BODY);
    assertEquals(BODY, store.get(KEY));
    assertEquals(4, opens[0]);
  }

  @Test
  void aPageOfALargeDirectoryLooksAtNoMoreThanThePage() {
    for (int i = 0; i < 3_000; i++) {
      store.put(key("log/%05d".formatted(i)), Bytes.EMPTY);
    }
    int[] looks = {0};
    files.hook(
        (name, _) -> {
          if (name.equals("attributes")) {
            looks[0]++;
          }
        });
    ObjectPage page = store.list("log/", key("log/01499"), 100);
    assertEquals(key("log/01500"), page.objects().getFirst().key());
    assertEquals(100, page.objects().size());
    assertTrue(looks[0] <= 105, "looked at " + looks[0]);
  }

  private static ObjectKey key(String value) {
    return new ObjectKey(value);
  }
}
