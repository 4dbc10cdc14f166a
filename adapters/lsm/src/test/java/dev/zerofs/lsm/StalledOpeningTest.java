package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A server that stalls while it takes a volume over, until another has taken it over, moved the
 * logs' content into tables and deleted the logs: what it finds then is not the volume.
 */
final class StalledOpeningTest {

  private static final int BATCHES = 40;

  private final Random random = new Random(1);
  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);

  @Test
  void findsOutThatItWasReplaced() {
    SimProcess first = new SimProcess(objects, clock, Sweep.options(0), random);
    KeyValueStore written = first.open();
    for (int i = 0; i < BATCHES; i++) {
      written.sync(written.write(new WriteBatch().put(Bytes.utf8("k" + i), Bytes.utf8("v"))));
    }
    first.view().crash();

    SimProcess stalled = new SimProcess(objects, clock, Sweep.options(0), random);
    List<KeyValueStore> successors = new ArrayList<>();
    stalled
        .view()
        .beforeEach(
            request -> {
              if (successors.isEmpty() && isLookAtTheLog(request)) {
                successors.add(successor());
              }
            });
    assertThrows(KeyValueException.Replaced.class, stalled::open);
    assertFalse(successors.isEmpty(), "it never looked at the log");
  }

  private static boolean isLookAtTheLog(StoreRequest request) {
    return request.kind() == StoreRequest.Kind.LIST && request.subject().startsWith("log/");
  }

  /** Takes the volume over and gives back what it can. */
  private KeyValueStore successor() {
    SimProcess process = new SimProcess(objects, clock, Sweep.options(0), random);
    KeyValueStore store = process.open();
    for (int round = 0; round < 4; round++) {
      store.sync(store.write(new WriteBatch().put(Bytes.utf8("r" + round), Bytes.utf8("v"))));
      Sweep.rest(process);
      clock.advance(2_000_000_000L);
      process.driver().wake();
    }
    assertTrue(objects.list("log/00000000000000000001/", null, 100).objects().size() < BATCHES);
    return store;
  }
}
