package dev.zerofs.bootstrap.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the probe asks of a store and what it makes of the answers. */
@Timeout(60)
final class StoreProbeTest {

  private static final ObjectKey OTHER = new ObjectKey("manifest/1");

  private final ManualClock clock = new ManualClock();
  private final MemoryObjectStore objects = new MemoryObjectStore(clock);

  private String probe(ObjectStore store) {
    return new StoreProbe(store, clock, new Random(7)).run();
  }

  private List<String> names() {
    return objects.list("", null, 1_000).objects().stream().map(o -> o.key().value()).toList();
  }

  private String refusal(ObjectStore store) {
    objects.put(OTHER, Bytes.utf8("not the probe's"));
    String message =
        String.valueOf(
            assertThrows(UnsuitableStoreException.class, () -> probe(store)).getMessage());
    assertTrue(message.startsWith("the store at " + store.location()), message);
    assertEquals(List.of(OTHER.value()), names());
    return message;
  }

  /** One method of {@link ObjectStore} done in another way. */
  private interface Way {
    @Nullable Object answer(Object[] arguments, Callable<@Nullable Object> usual) throws Exception;
  }

  private ObjectStore odd(String method, Way way) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, called, arguments) -> {
              try {
                return called.getName().equals(method)
                    ? way.answer(arguments, () -> called.invoke(objects, arguments))
                    : called.invoke(objects, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aGoodStoreIsAskedSixTimesAndLeftAsItWas() {
    FaultyObjectStore counted = new FaultyObjectStore(objects, 1);
    assertTrue(probe(counted).startsWith("creates if absent, reads ranges, lists in order"));
    assertEquals(6, counted.counts().requests());
    assertEquals(List.of(), names());
  }

  @Test
  void aStoreThatIgnoresTheConditionIsRefused() {
    String message =
        refusal(
            odd(
                "putIfAbsent",
                (arguments, _) -> {
                  objects.put((ObjectKey) arguments[0], (Bytes) arguments[1]);
                  return null;
                }));
    assertTrue(message.contains("no conditional writes"), message);
  }

  @Test
  void aStoreThatReplacesAndSaysThatItDidNotIsRefused() {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    refusal(
        odd(
            "putIfAbsent",
            (arguments, usual) -> {
              ObjectKey key = (ObjectKey) arguments[0];
              if (key.value().endsWith(".2") && isFirst.getAndSet(false)) {
                objects.put(key, Bytes.utf8("something else altogether"));
                return null;
              }
              return usual.call();
            }));
  }

  @Test
  void aStoreThatSaysThatEverythingExistsIsRefused() {
    refusal(
        odd(
            "putIfAbsent",
            (arguments, _) -> {
              throw new ObjectStoreException.PreconditionFailed((ObjectKey) arguments[0]);
            }));
  }

  @Test
  void aStoreWithoutRangesIsRefused() {
    refusal(odd("get", (arguments, _) -> objects.get((ObjectKey) arguments[0])));
  }

  @Test
  void aStoreThatListsFromTheBeginningOrTooLateIsRefused() {
    refusal(odd("list", (arguments, _) -> objects.list((String) arguments[0], null, 100)));
    refusal(odd("list", (_, _) -> new ObjectPage(List.of(), false)));
  }

  @Test
  void whatTheStoreDoesNotAllowIsToldAsItSaysIt() {
    FaultyObjectStore closed =
        new FaultyObjectStore(objects, 1).script(Fault.REFUSE, 9, StoreProbeTest::isPut);
    assertThrows(ObjectStoreException.Fatal.class, () -> probe(closed));
  }

  private static boolean isPut(StoreRequest request) {
    return request.kind() == StoreRequest.Kind.PUT_IF_ABSENT;
  }

  @Test
  void aFullStoreIsNoReasonNotToStart() {
    FaultyObjectStore full =
        new FaultyObjectStore(objects, 1).plan(FaultPlan.random(Map.of(Fault.OUT_OF_SPACE, 1.0)));
    assertTrue(probe(full).startsWith("no room"));
  }

  @Test
  void aStoreThatFailsInPassingIsAskedAgain() {
    Seeds.forEach(
        10,
        seed -> {
          FaultyObjectStore faulty =
              new FaultyObjectStore(objects, seed)
                  .plan(
                      FaultPlan.random(
                          Map.of(Fault.FAIL_BEFORE, 0.1, Fault.FAIL_AFTER, 0.1, Fault.LOST, 0.1)));
          String line = new StoreProbe(faulty, clock, new Random(seed)).run();
          assertTrue(line.startsWith("creates"), line);
        });
  }

  @Test
  void whatAKilledProbeLeftIsRemovedInTime() {
    String later = StoreProbe.PREFIX + "g".repeat(32);
    objects.put(new ObjectKey(later + ".1"), Bytes.utf8("left"));
    clock.advance(Duration.ofMinutes(59).toNanos());
    probe(objects);
    assertEquals(1, names().size());
    clock.advance(Duration.ofMinutes(2).toNanos());
    probe(objects);
    assertEquals(List.of(), names());
  }

  @Test
  void probesAtTheSameTimeDoNotDisturbEachOther() {
    List<Callable<String>> probes =
        IntStream.range(0, 50)
            .mapToObj(i -> new StoreProbe(objects, clock, new Random(i)))
            .<Callable<String>>map(probe -> probe::run)
            .toList();
    Together.call(probes).forEach(line -> assertTrue(line.startsWith("creates"), line));
    assertEquals(List.of(), names());
  }
}
