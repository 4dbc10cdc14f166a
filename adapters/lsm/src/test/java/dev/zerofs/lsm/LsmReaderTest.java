package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.objectstore.RequestCounts;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import dev.zerofs.ports.time.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader costs, and how it fares when the store fails or objects are gone. */
final class LsmReaderTest {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final FollowOptions USUAL =
      new FollowOptions(SECOND_NANOS, 600 * SECOND_NANOS, 30 * SECOND_NANOS);

  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final FaultyObjectStore view = new FaultyObjectStore(objects, 1);
  private final Random random = new Random(99);
  private final SimProcess process =
      new SimProcess(
          objects, clock, SimProcess.usualOptions(Durability.BUCKET, null), new Random(1));

  private KeyValueContext context(Settings settings) {
    return new KeyValueContext(
        view, List.of(new ZstdCodec(1)), clock, new Random(2), settings, _ -> {});
  }

  private KeyValueReader reader() {
    LsmReaderOptions options = new LsmReaderOptions(USUAL, 8 << 20, 30 * SECOND_NANOS);
    return new LsmReaderOpening(
            context(Settings.defaults()), options, new SimDriver(clock, new Random(3)))
        .open();
  }

  private static void put(KeyValueStore store, String key, int lengthBytes) {
    byte[] value = new byte[lengthBytes];
    new Random(key.hashCode()).nextBytes(value);
    store.sync(store.write(new WriteBatch().put(Bytes.utf8(key), Bytes.wrap(value))));
  }

  /** Everything becomes tables, of which nothing is left to be replayed. */
  private void flush(KeyValueStore store) {
    store.createCheckpoint("flush");
    store.deleteCheckpoint("flush");
    boolean busy = true;
    while (busy) {
      busy = process.driver().runOne();
    }
  }

  @Test
  void anIdleReaderMakesNoRequestsAndALookWithoutNewsTwo() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    KeyValueReader reader = reader();
    view.resetCounts();
    clock.advance(8 * 3600 * SECOND_NANOS);
    assertEquals(0, view.counts().requests());
    for (int i = 1; i <= 10; i++) {
      clock.advance(SECOND_NANOS);
      assertNotNull(reader.get(Bytes.utf8("a")));
      assertNotNull(reader.get(Bytes.utf8("a")));
      assertNull(reader.get(Bytes.utf8("b")));
      assertEquals(2L * i, view.counts().requests(Kind.LIST));
      assertEquals(2L * i, view.counts().requests());
    }
  }

  @Test
  void newsCostOneGetForEachSegmentAndNoneTwice() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    KeyValueReader reader = reader();
    for (int i = 0; i < 20; i++) {
      put(store, "b" + i, 100);
      put(store, "c" + i, 100);
      view.resetCounts();
      clock.advance(SECOND_NANOS);
      assertNotNull(reader.get(Bytes.utf8("c" + i)));
      RequestCounts counts = view.counts();
      assertEquals(2, counts.requests(Kind.LIST));
      assertEquals(2, counts.requests(Kind.GET_RANGE));
      assertEquals(4, counts.requests());
    }
  }

  @Test
  void afterACloseALookIsOneRequest() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    store.close();
    KeyValueReader reader = reader();
    assertNotNull(reader.get(Bytes.utf8("a")));
    view.resetCounts();
    clock.advance(SECOND_NANOS);
    assertNotNull(reader.get(Bytes.utf8("a")));
    assertEquals(1, view.counts().requests());
  }

  @Test
  void aFormerWritersFenceIsLookedForOnce() {
    put(process.open(), "a", 10);
    KeyValueReader reader = reader();
    SimProcess second =
        new SimProcess(objects, clock, SimProcess.usualOptions(Durability.BUCKET, null), random);
    put(second.open(), "b", 10);
    clock.advance(SECOND_NANOS);
    assertNotNull(reader.get(Bytes.utf8("b")));
    view.resetCounts();
    clock.advance(SECOND_NANOS);
    assertNotNull(reader.get(Bytes.utf8("b")));
    assertEquals(2, view.counts().requests());
  }

  @Test
  void thereIsNothingToReadWhereThereIsNoVolume() {
    var e = assertThrows(KeyValueException.Unusable.class, this::reader);
    assertTrue(String.valueOf(e.getMessage()).contains(objects.location()), e::getMessage);
    assertEquals(List.of(), objects.list("", null, 10).objects());
  }

  @Test
  void aReaderChangesNothing() {
    KeyValueStore store = process.open();
    put(store, "a", 5_000);
    List<ObjectSummary> before = objects.list("", null, 1_000).objects();
    try (KeyValueReader reader = reader()) {
      clock.advance(SECOND_NANOS);
      assertNotNull(reader.get(Bytes.utf8("a")));
    }
    assertEquals(before, objects.list("", null, 1_000).objects());
    Map<Kind, Long> kinds = view.counts().requestsByKind();
    assertTrue(kinds.keySet().stream().noneMatch(Kind::isWrite), kinds::toString);
  }

  @Test
  void anOutageIsToldWhenTheStateIsTooOld() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    KeyValueReader reader = reader();
    view.goDown();
    assertNotNull(reader.get(Bytes.utf8("a")));
    Snapshot snapshot = reader.snapshot();
    clock.advance(SECOND_NANOS);
    assertThrows(KeyValueException.Unavailable.class, () -> reader.get(Bytes.utf8("a")));
    assertThrows(KeyValueException.Unavailable.class, reader::snapshot);
    assertNotNull(snapshot.get(Bytes.utf8("a")));
    view.comeUp();
    put(store, "b", 10);
    assertNotNull(reader.get(Bytes.utf8("b")));
  }

  @Test
  void whatIsMissingIsDamageUntilTheGraceIsOver() {
    KeyValueStore store = process.open();
    put(store, "a", 5_000);
    flush(store);
    KeyValueReader reader = reader();
    Snapshot snapshot = reader.snapshot();
    objects.delete(new ObjectKey(segments().getFirst()));
    assertThrows(KeyValueException.Corrupt.class, () -> snapshot.get(Bytes.utf8("a")));
    assertThrows(KeyValueException.Corrupt.class, () -> reader.get(Bytes.utf8("a")));
    put(store, "a", 7_000);
    flush(store);
    assertThrows(KeyValueException.Corrupt.class, () -> snapshot.get(Bytes.utf8("a")));
    clock.advance(600 * SECOND_NANOS);
    assertThrows(KeyValueException.Expired.class, () -> snapshot.get(Bytes.utf8("a")));
    assertThrows(
        KeyValueException.Expired.class,
        () -> snapshot.scan(Bytes.utf8("a"), Bytes.utf8("b")).next());
    assertNotNull(reader.get(Bytes.utf8("a")));
  }

  @Test
  void aMissingSegmentOfTheTailIsDamage() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    KeyValueReader reader = reader();
    put(store, "b", 10);
    view.beforeEach(
        request -> {
          if (request.kind() == Kind.GET_RANGE && request.subject().startsWith("log/")) {
            objects.delete(new ObjectKey(request.subject()));
          }
        });
    clock.advance(SECOND_NANOS);
    var e = assertThrows(KeyValueException.Corrupt.class, reader::snapshot);
    assertTrue(String.valueOf(e.getMessage()).contains("log segments from 1/1"), e::getMessage);
  }

  @Test
  void aSegmentThatIsGoneBecauseATableHasItIsNotMissed() {
    KeyValueStore store = process.open();
    put(store, "a", 10);
    KeyValueReader reader = reader();
    put(store, "b", 10);
    view.beforeEach(
        request -> {
          if (request.kind() == Kind.GET_RANGE && request.subject().startsWith("log/")) {
            view.beforeEach(_ -> {});
            flush(store);
            objects.delete(new ObjectKey(request.subject()));
          }
        });
    clock.advance(SECOND_NANOS);
    assertNotNull(reader.get(Bytes.utf8("b")));
    assertNotNull(reader.get(Bytes.utf8("a")));
  }

  @Test
  void anotherVolumeInTheSamePlaceIsNotFollowed() {
    put(process.open(), "a", 10);
    KeyValueReader reader = reader();
    for (ObjectSummary object : objects.list("", null, 1_000).objects()) {
      objects.delete(object.key());
    }
    for (int i = 0; i < 3; i++) {
      SimProcess other =
          new SimProcess(objects, clock, SimProcess.usualOptions(Durability.BUCKET, null), random);
      put(other.open(), "b", 10);
    }
    clock.advance(SECOND_NANOS);
    var e = assertThrows(KeyValueException.Corrupt.class, reader::snapshot);
    assertTrue(String.valueOf(e.getMessage()).contains("another volume"), e::getMessage);
  }

  @Test
  void theLagIsLessThanHalfTheGrace() {
    Settings settings = Settings.of(Map.of("reader.lag", new Given("5m", "zerofs.yaml")));
    var e =
        assertThrows(SettingException.class, () -> new LsmProvider().openReader(context(settings)));
    assertTrue(String.valueOf(e.getMessage()).contains("reader.lag (zerofs.yaml)"), e::getMessage);
  }

  private List<String> segments() {
    return objects.list("log/", null, 1_000).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }
}
