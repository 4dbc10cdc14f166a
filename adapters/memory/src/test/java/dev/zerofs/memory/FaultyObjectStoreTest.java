package dev.zerofs.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutOfSpace;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The store that fails on command does what the command says. */
final class FaultyObjectStoreTest {

  private static final ObjectKey KEY = new ObjectKey("a/b");
  private static final Bytes BODY = Bytes.utf8("body");

  private final ManualClock clock = new ManualClock();
  private final MemoryObjectStore target = new MemoryObjectStore(clock);
  private final FaultyObjectStore store = new FaultyObjectStore(target, 1);

  private void next(Fault fault) {
    store.script(fault, 1, _ -> true);
  }

  private void put() {
    store.put(KEY, BODY);
  }

  @Test
  void failuresBeforeTheEffectHaveNone() {
    next(Fault.FAIL_BEFORE);
    assertThrows(Transient.class, this::put);
    next(Fault.THROTTLE);
    assertThrows(Transient.class, this::put);
    next(Fault.REFUSE);
    assertThrows(Fatal.class, this::put);
    next(Fault.OUT_OF_SPACE);
    assertThrows(OutOfSpace.class, this::put);
    next(Fault.LOST);
    assertThrows(OutcomeUnknown.class, this::put);
    assertNull(target.head(KEY));
    put();
    assertEquals(BODY, target.get(KEY));
  }

  @Test
  void failuresAfterTheEffectHaveIt() {
    next(Fault.FAIL_AFTER);
    assertThrows(OutcomeUnknown.class, () -> store.putIfAbsent(KEY, BODY));
    assertEquals(BODY, target.get(KEY));
    next(Fault.FAIL_AFTER);
    assertThrows(PreconditionFailed.class, () -> store.putIfAbsent(KEY, BODY));
    next(Fault.FAIL_AFTER);
    assertThrows(Transient.class, () -> store.get(KEY));
    next(Fault.FAIL_AFTER);
    assertThrows(OutcomeUnknown.class, () -> store.delete(KEY));
    assertNull(target.head(KEY));
  }

  @Test
  void aDeleteOfManyMayStopAnywhere() {
    List<ObjectKey> keys = IntStream.range(0, 100).mapToObj(i -> new ObjectKey("k" + i)).toList();
    keys.forEach(key -> target.put(key, BODY));
    next(Fault.FAIL_AFTER);
    assertThrows(OutcomeUnknown.class, () -> store.deleteAll(keys));
    int left = target.list("", null, 200).objects().size();
    assertTrue(left > 0 && left < 100, "left " + left);
  }

  @Test
  void lateWritesArriveWhenTheTestSays() {
    next(Fault.LATE);
    assertThrows(OutcomeUnknown.class, () -> store.putIfAbsent(KEY, BODY));
    next(Fault.LATE);
    assertThrows(OutcomeUnknown.class, () -> store.putIfAbsent(KEY, Bytes.utf8("second")));
    store.crash();
    assertNull(target.head(KEY));
    assertEquals(2, store.lateWrites().size());
    assertTrue(store.applyLate(1));
    assertFalse(store.applyLate(0));
    assertEquals(Bytes.utf8("second"), target.get(KEY));
    assertEquals(List.of(), store.lateWrites());
  }

  @Test
  void aCrashedProcessDoesNothingMore() {
    put();
    next(Fault.CRASH_AFTER);
    assertThrows(SimulatedCrash.class, () -> store.delete(KEY));
    assertNull(target.head(KEY));
    assertTrue(store.isCrashed());
    assertThrows(SimulatedCrash.class, this::put);
    store.comeUp();
    assertThrows(SimulatedCrash.class, () -> store.list("", null, 1));
    assertNull(target.head(KEY));
    new FaultyObjectStore(target, 2).put(KEY, BODY);
  }

  @Test
  void aCrashCanBeSetForARequest() {
    store.crashAt(2);
    put();
    store.get(KEY);
    assertThrows(SimulatedCrash.class, () -> store.delete(KEY));
    assertEquals(BODY, target.get(KEY));
  }

  @Test
  void anOutageEnds() {
    store.goDown();
    assertThrows(Transient.class, this::put);
    assertThrows(Transient.class, () -> store.head(KEY));
    store.comeUp();
    put();
    assertEquals(BODY, store.get(KEY));
  }

  @Test
  void aBitFlips() {
    put();
    next(Fault.FLIP_BIT);
    Bytes damaged = store.get(KEY);
    assertNotEquals(BODY, damaged);
    assertEquals(BODY.length(), damaged.length());
    assertEquals(BODY, store.get(KEY));
  }

  @Test
  void requestsAndBytesAreCounted() {
    put();
    store.putIfAbsent(new ObjectKey("c"), Bytes.EMPTY);
    store.get(KEY);
    store.get(KEY, 1, 2);
    store.list("", null, 1);
    next(Fault.FAIL_BEFORE);
    assertThrows(Transient.class, this::put);
    var counts = store.counts();
    assertEquals(6, counts.requests());
    assertEquals(2, counts.requests(Kind.PUT));
    assertEquals(8, counts.uploadedBytes());
    assertEquals(6, counts.downloadedBytes());
    store.resetCounts();
    assertEquals(0, store.counts().requests());
  }

  @Test
  void theHookComesFirstAndMayUseTheStore() {
    List<StoreRequest> seen = new ArrayList<>();
    store.beforeEach(
        request -> {
          seen.add(request);
          if (request.kind() == Kind.GET) {
            target.put(KEY, Bytes.utf8("changed by another"));
          }
        });
    put();
    assertEquals(Bytes.utf8("changed by another"), store.get(KEY));
    assertEquals(
        List.of(new StoreRequest(0, Kind.PUT, "a/b", 4), new StoreRequest(1, Kind.GET, "a/b", 0)),
        seen);
  }

  @Test
  void latencyPassesOnTheManualClock() {
    store.latency(clock, request -> request.kind() == Kind.PUT ? 30_000_000 : 5_000_000);
    long before = clock.monotonicNanos();
    put();
    store.get(KEY);
    assertEquals(35_000_000, clock.monotonicNanos() - before);
  }

  @Test
  void aSeedDoesTheSameAgain() {
    assertEquals(history(7), history(7));
    assertNotEquals(history(7), history(8));
  }

  private static List<String> history(long seed) {
    FaultyObjectStore store =
        new FaultyObjectStore(new MemoryObjectStore(new ManualClock()), seed)
            .plan(
                FaultPlan.random(
                    Map.of(Fault.FAIL_AFTER, 0.2, Fault.LATE, 0.1, Fault.FAIL_BEFORE, 0.2)));
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      try {
        store.put(KEY, BODY);
        outcomes.add("done");
      } catch (RuntimeException e) {
        outcomes.add(String.valueOf(e.getMessage()));
      }
    }
    return outcomes;
  }
}
