package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.time.ManualClock;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Writers that were stalled for so long that names which they are about to create were used and
 * deleted meanwhile, and a name of their own that somebody else has used.
 */
final class FormerWriterTest {

  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final Random random = new Random(1);
  private @Nullable KeyValueStore successor;

  @Test
  void aManifestThatWasDeletedMeanwhileIsNoCommitWhenItIsMadeAnew() {
    SimProcess process = process(objects);
    KeyValueStore former = process.open();
    former.sync(put(former, "former"));
    process.view().beforeEach(this::replaceBeforeManifest);
    assertThrows(KeyValueException.Replaced.class, () -> former.createCheckpoint("lost"));
    assertTrue(process.isReplaced());
    goesOn(requireSuccessor());
  }

  @Test
  void aClaimThatWasDeletedMeanwhileIsNoneWhenItIsMadeAnew() {
    SimProcess process = process(objects);
    process.view().beforeEach(this::replaceBeforeManifest);
    assertThrows(KeyValueException.Replaced.class, process::open);
    goesOn(requireSuccessor());
  }

  @Test
  void aSegmentOfSomebodyElseUnderTheNextNameEndsAWriter() {
    SimProcess process = process(objects);
    KeyValueStore store = process.open();
    ObjectStore elsewhere = new MemoryObjectStore(clock);
    KeyValueStore other = process(elsewhere).open();
    other.sync(put(other, "other"));
    assertEquals(store.epoch(), other.epoch());
    ObjectKey next = ObjectNames.ROOT.segment(new SegmentId(store.epoch(), 0));
    objects.put(next, elsewhere.get(next));
    assertThrows(KeyValueException.Replaced.class, () -> store.sync(put(store, "own")));
    assertTrue(process.isReplaced());
  }

  /** Another writer claims the volume and goes on until its claim is deleted. */
  private void replaceBeforeManifest(StoreRequest request) {
    if (request.kind() != Kind.PUT_IF_ABSENT || successor != null) {
      return;
    }
    ObjectKey manifest = new ObjectKey(request.subject());
    if (ObjectNames.ROOT.manifestVersion(manifest).isEmpty()) {
      return;
    }
    SimProcess process = process(objects);
    KeyValueStore store = process.open();
    successor = store;
    assertNotNull(objects.head(manifest), "the number is taken");
    for (int i = 0; i < 2 * ManifestStep.KEPT; i++) {
      store.createCheckpoint("c" + i);
    }
    Sweep.rest(process);
    assertNull(objects.head(manifest), "the number is free again");
  }

  private KeyValueStore requireSuccessor() {
    return Objects.requireNonNull(successor, "nobody has taken over");
  }

  private void goesOn(KeyValueStore store) {
    store.sync(put(store, "more"));
    store.createCheckpoint("more");
    clock.advance(60_000_000_000L);
    store.confirmOwnership();
  }

  private SimProcess process(ObjectStore through) {
    return new SimProcess(through, clock, SimProcess.usualOptions(Durability.BUCKET, null), random);
  }

  private static CommitPosition put(KeyValueStore store, String value) {
    return store.write(new WriteBatch().put(Bytes.utf8("key"), Bytes.utf8(value)));
  }
}
