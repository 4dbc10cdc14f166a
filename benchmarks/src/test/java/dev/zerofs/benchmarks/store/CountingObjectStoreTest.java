package dev.zerofs.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract, and that every request and byte is counted once. */
final class CountingObjectStoreTest extends ObjectStoreContract {

  private final MemoryObjectStore memory = new MemoryObjectStore(new ManualClock());

  @Override
  protected ObjectStore connect() {
    return new CountingObjectStore(memory, "bench://here");
  }

  @Test
  void countsRequestsByKindAndBytesByArea() {
    CountingObjectStore store = new CountingObjectStore(memory, null);
    ObjectKey segment = new ObjectKey("log/1");
    store.put(segment, Bytes.wrap(new byte[100]));
    store.putIfAbsent(new ObjectKey("sst/1"), Bytes.wrap(new byte[20]));
    store.get(segment);
    store.get(segment, 90, 50);
    store.list("", null, 10);
    store.head(segment);
    store.delete(segment);

    Traffic traffic = store.traffic();
    assertEquals(
        Map.of(
            Request.PUT,
            2L,
            Request.GET,
            2L,
            Request.LIST,
            1L,
            Request.HEAD,
            1L,
            Request.DELETE,
            1L),
        traffic.requests());
    assertEquals(7, traffic.total());
    assertEquals(120, traffic.bytesUp());
    assertEquals(110, traffic.bytesDown());
    assertEquals(Map.of("log", 100L, "sst", 20L), traffic.bytesUpByArea());
    assertEquals(Map.of("log", 2L), traffic.getsByArea());
    assertEquals(1, traffic.parallelMax());
  }

  @Test
  void aFailedRequestIsARequest() {
    CountingObjectStore store = new CountingObjectStore(memory, null);
    ObjectKey key = new ObjectKey("log/1");
    assertThrows(ObjectStoreException.NotFound.class, () -> store.get(key));
    store.put(key, Bytes.wrap(new byte[5]));
    assertThrows(
        ObjectStoreException.PreconditionFailed.class, () -> store.putIfAbsent(key, Bytes.EMPTY));
    assertEquals(3, store.traffic().total());
    assertEquals(0, store.traffic().bytesDown());
  }

  @Test
  void deletesGoByTheThousand() {
    CountingObjectStore store = new CountingObjectStore(memory, null);
    List<ObjectKey> keys =
        IntStream.range(0, 1001).mapToObj(i -> new ObjectKey("log/" + i)).toList();
    store.deleteAll(keys);
    assertEquals(2, store.traffic().count(Request.DELETE));
  }

  @Test
  void tellsWhatHasPassedSinceAndTogether() {
    CountingObjectStore store = new CountingObjectStore(memory, null);
    ObjectKey key = new ObjectKey("log/1");
    store.put(key, Bytes.wrap(new byte[5]));
    Traffic before = store.traffic();
    store.put(key, Bytes.wrap(new byte[7]));
    Traffic since = store.traffic().since(before);
    assertEquals(1, since.total());
    assertEquals(7, since.bytesUp());
    assertEquals(12, before.plus(since).bytesUp());
  }
}
