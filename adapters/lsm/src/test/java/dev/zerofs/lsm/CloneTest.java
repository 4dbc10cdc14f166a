package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.inspect.Finding;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Reads;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Volumes that begin as a checkpoint of another one, on threads as in production. */
final class CloneTest {

  private final RunningClock clock = new RunningClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final Volumes volumes = new Volumes(clock);
  private final List<KeyValueStore> opened = new ArrayList<>();

  private KeyValueStore open(String prefix) {
    KeyValueStore store = new LsmProvider().open(volumes.context(objects, prefix));
    opened.add(store);
    return store;
  }

  private void clone(String source, String checkpoint, String target) {
    clone(objects, source, checkpoint, target);
  }

  private void clone(ObjectStore through, String source, String checkpoint, String target) {
    new LsmProvider()
        .createClone(
            volumes.context(through, source), checkpoint, volumes.context(through, target));
  }

  @AfterEach
  void closeAll() {
    opened.reversed().forEach(KeyValueStore::close);
  }

  private static Bytes value(int seed, int lengthBytes) {
    byte[] value = new byte[lengthBytes];
    new Random(seed).nextBytes(value);
    return Bytes.wrap(value);
  }

  private static void put(KeyValueStore store, String key, Bytes value) {
    store.syncToBackingStore(store.write(new WriteBatch().put(Bytes.utf8(key), value)));
  }

  /** Opens a new volume with a key {@code a} of so many bytes, and a checkpoint that has it. */
  private KeyValueStore source(String prefix, String checkpoint, int lengthBytes) {
    KeyValueStore source = open(prefix);
    put(source, "a", value(1, lengthBytes));
    source.createCheckpoint(checkpoint);
    return source;
  }

  private static Bytes get(Reads reads, String key) {
    Entry entry = reads.get(Bytes.utf8(key));
    return Objects.requireNonNull(entry, key).value();
  }

  private List<String> names(String prefix) {
    return objects.list(prefix, null, 10_000).objects().stream()
        .map(ObjectSummary::key)
        .map(Object::toString)
        .toList();
  }

  @Test
  void sourceAndCloneGoTheirOwnWays() {
    KeyValueStore source = open("");
    for (int i = 0; i < 50; i++) {
      put(source, "k" + i, value(i, 3_000));
    }
    Checkpoint checkpoint = source.createCheckpoint("base");
    put(source, "k1", value(1001, 3_000));
    clone("", "base", "clones/a");
    KeyValueStore clone = open("clones/a");
    assertEquals(value(1, 3_000), get(clone, "k1"));
    assertEquals(checkpoint.position(), clone.snapshot().position());
    assertEquals(List.of(), clone.checkpoints());
    assertTrue(clone.epoch() > source.epoch());
    put(clone, "k2", value(2002, 3_000));
    clone.write(new WriteBatch().deleteRange(Bytes.utf8("k3"), Bytes.utf8("k5")));
    put(source, "k2", value(1002, 3_000));
    assertEquals(value(1002, 3_000), get(source, "k2"));
    assertEquals(value(30, 3_000), get(source, "k30"));
    assertEquals(value(2002, 3_000), get(clone, "k2"));
    assertNull(clone.get(Bytes.utf8("k30")));
    assertEquals(value(5, 3_000), get(clone, "k5"));
  }

  @Test
  void aCloneCompactsWhatItSharesAndWritesUnderItsOwnPrefixAlone() {
    KeyValueStore source = open("");
    for (int i = 0; i < 30; i++) {
      put(source, "k" + i, value(i, 3_000));
    }
    source.createCheckpoint("base");
    source.close();
    List<String> before = names("");
    clone("", "base", "c");
    for (int round = 0; round < 3; round++) {
      KeyValueStore clone = open("c");
      for (int i = 0; i < 200; i++) {
        put(clone, "n" + i, value(round * 1000 + i, 2_000));
      }
      clone.createCheckpoint("round" + round);
      clone.close();
    }
    KeyValueStore clone = open("c");
    for (int i = 0; i < 30; i++) {
      assertEquals(value(i, 3_000), get(clone, "k" + i));
    }
    for (int i = 0; i < 200; i++) {
      assertEquals(value(2000 + i, 2_000), get(clone, "n" + i));
    }
    List<String> after = new ArrayList<>(names(""));
    after.removeIf(name -> name.startsWith("c/") || name.startsWith("clone/base."));
    assertEquals(before, after);
  }

  @Test
  void everyCloneIsItselfAndStaysSo() {
    KeyValueStore source = source("", "base", 10);
    clone("", "base", "c");
    clone("", "base", "d");
    KeyValueStore c = open("c");
    UUID id = c.cloneId().orElseThrow();
    put(c, "b", value(2, 10));
    c.createCheckpoint("base");
    clone("c", "base", "e");
    List<UUID> others = new ArrayList<>();
    others.add(open("d").cloneId().orElseThrow());
    others.add(open("e").cloneId().orElseThrow());
    assertEquals(3, Set.of(id, others.get(0), others.get(1)).size());
    assertEquals(Optional.empty(), source.cloneId());
    c.close();
    opened.remove(c);
    assertEquals(Optional.of(id), open("c").cloneId());
    try (KeyValueReader reader = new LsmProvider().openReader(volumes.context(objects, "c"))) {
      assertEquals(Optional.of(id), reader.cloneId());
    }
  }

  @Test
  void aManifestTellsTheIdOfAClone() {
    var _ = source("", "base", 10);
    clone("", "base", "c");
    UUID id = open("c").cloneId().orElseThrow();
    String storage = "storage id " + id.toString().replace("-", "");
    assertTrue(
        manifest("c").contains(storage + ", a clone with volume id " + id),
        () -> "" + manifest("c"));
    assertTrue(
        manifest("").stream().anyMatch(line -> line.matches("storage id \\p{XDigit}{32}")),
        () -> "" + manifest(""));
  }

  private List<String> manifest(String prefix) {
    List<String> lines = new ArrayList<>();
    inspector(prefix).manifest(OptionalLong.empty(), Bytes::toString, lines::add);
    return lines;
  }

  @Test
  void aCloneOfAClone() {
    KeyValueStore root = source("root", "one", 5_000);
    clone("root", "one", "x/first");
    KeyValueStore first = open("x/first");
    put(first, "b", value(2, 5_000));
    first.createCheckpoint("two");
    put(first, "a", value(3, 5_000));
    clone("x/first", "two", "x/second");
    KeyValueStore second = open("x/second");
    put(second, "c", value(4, 5_000));
    second.createCheckpoint("three");
    second.close();
    first.close();
    root.close();
    requireSound("root");
    requireSound("x/first");
    requireSound("x/second");
    try (KeyValueReader reader =
        new LsmProvider().openReader(volumes.context(objects, "x/second"))) {
      assertEquals(value(1, 5_000), get(reader, "a"));
      assertEquals(value(2, 5_000), get(reader, "b"));
      assertEquals(value(4, 5_000), get(reader, "c"));
      try (Snapshot checkpoint = reader.openCheckpoint("three")) {
        assertEquals(value(4, 5_000), get(checkpoint, "c"));
      }
    }
  }

  private void requireSound(String prefix) {
    List<Finding> findings = new ArrayList<>();
    inspector(prefix).check(true, findings::add);
    assertEquals(List.of(), findings, prefix);
  }

  private VolumeInspector inspector(String prefix) {
    return new VolumeInspector(objects, prefix, List.of(new ZstdCodec(1)), clock);
  }

  @Test
  void aCheckpointWithClonesIsNotDeleted() {
    KeyValueStore source = source("", "base", 10);
    source.createCheckpoint("other");
    clone("", "base", "c");
    var e = assertThrows(IllegalArgumentException.class, () -> source.deleteCheckpoint("base"));
    assertTrue(String.valueOf(e.getMessage()).contains("[c]"), e::getMessage);
    source.deleteCheckpoint("other");
    assertEquals(1, source.checkpoints().size());
    // The refusal has left nothing in the way of further clones.
    clone("", "base", "d");
    assertNotNull(open("d").get(Bytes.utf8("a")));
  }

  @Test
  void whatCannotBeMadeIsRefusedAndLeavesNothing() {
    assertThrows(KeyValueException.Unusable.class, () -> clone("", "base", "c"));
    KeyValueStore source = source("", "base", 10);
    assertThrows(IllegalArgumentException.class, () -> clone("", "no", "c"));
    assertThrows(IllegalArgumentException.class, () -> clone("", "base", ""));
    for (String bad : List.of("/c", "c/", "a//b", "log/c", "a/manifest", "..", "ä", "clone")) {
      assertThrows(SettingException.class, () -> clone("", "base", bad), bad);
    }
    assertEquals(List.of(), names("c"));
    clone("", "base", "c");
    assertThrows(IllegalArgumentException.class, () -> clone("", "base", "c"));
    source.createCheckpoint("gone");
    source.deleteCheckpoint("gone");
    assertThrows(IllegalArgumentException.class, () -> clone("", "gone", "d"));
    assertEquals(List.of(), names("d"));
  }

  @Test
  void aCrashAnywhereLeavesAWholeCloneOrNone() {
    var _ = source("", "base", 5_000);
    int crashes = 0;
    for (int at = 0; ; at++) {
      FaultyObjectStore view = new FaultyObjectStore(objects, at);
      view.crashAt(at);
      String target = "c" + at;
      try {
        clone(view, "", "base", target);
        break;
      } catch (SimulatedCrash _) {
        crashes++;
      }
      if (names(target + "/").isEmpty()) {
        clone("", "base", target);
      }
      KeyValueStore clone = open(target);
      assertEquals(value(1, 5_000), get(clone, "a"));
      put(clone, "b", value(2, 10));
    }
    assertTrue(crashes >= 6, crashes + " crashes");
    assertEquals(crashes + 1, pins().size(), () -> "pins of what was given up are left: " + pins());
  }

  private List<String> pins() {
    return names("clone/").stream().filter(name -> name.contains("/to/")).toList();
  }

  @Test
  void unclearAnswersMakeOneClone() {
    var _ = source("", "base", 5_000);
    FaultyObjectStore view = new FaultyObjectStore(objects, 1);
    view.script(Fault.FAIL_AFTER, 1, request -> request.kind() == Kind.PUT_IF_ABSENT);
    view.script(Fault.LOST, 1, request -> request.kind() == Kind.PUT);
    clone(view, "", "base", "c");
    assertEquals(value(1, 5_000), get(open("c"), "a"));
    assertEquals(1, pins().size());
  }

  @Test
  void whoDeletesAndWhoClonesAtOneMomentNeverBothSucceed() {
    for (int at = 0; at < 12; at++) {
      String name = "base" + at;
      KeyValueStore source = source("s" + at, name, 5_000);
      FaultyObjectStore view = new FaultyObjectStore(objects, at);
      boolean[] deleted = new boolean[1];
      int when = at;
      view.beforeEach(
          request -> {
            if (request.index() == when) {
              deleted[0] = succeeds(() -> source.deleteCheckpoint(name));
            }
          });
      String prefix = "s" + at;
      boolean cloned = succeeds(() -> clone(view, prefix, name, "t" + when));
      assertTrue(!(cloned && deleted[0]), "both at " + at);
      assertTrue(cloned || deleted[0] || at > 0, "neither at " + at);
      assertEquals(deleted[0], source.checkpoints().isEmpty());
      if (cloned) {
        assertEquals(value(1, 5_000), get(open("t" + at), "a"));
      } else {
        assertEquals(List.of(), names("t" + at + "/"));
      }
    }
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (IllegalArgumentException | KeyValueException.Unusable _) {
      return false;
    }
  }

  @Test
  void aCloneIsNotMistakenForAVolumeOfItsOwn() {
    var _ = source("", "base", 10);
    clone("", "base", "c");
    MemoryObjectStore elsewhere = new MemoryObjectStore(clock);
    for (ObjectSummary object : objects.list("c/", null, 1_000).objects()) {
      elsewhere.put(new ObjectKey(object.key().value().substring(2)), objects.get(object.key()));
    }
    var e =
        assertThrows(
            KeyValueException.Unusable.class,
            () -> new LsmProvider().open(volumes.context(elsewhere, "")));
    assertTrue(String.valueOf(e.getMessage()).contains("volume.prefix"), e::getMessage);
  }
}
