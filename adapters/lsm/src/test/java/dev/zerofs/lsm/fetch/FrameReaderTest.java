package dev.zerofs.lsm.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How many requests reading takes, and what becomes of failures. */
final class FrameReaderTest {

  private static final int PART_BYTES = 4096;
  private static final int FRAME_COUNT = 64;
  private static final FrameCodec CODEC = new FrameCodec(new Codecs(List.of(), null));

  private final ManualClock clock = new ManualClock();
  private final MemoryObjectStore objects = new MemoryObjectStore(clock);
  private final FaultyObjectStore store = new FaultyObjectStore(objects, 1);
  private final List<Bytes> contents = new ArrayList<>();
  private final List<FrameAddress> frames = new ArrayList<>();

  FrameReaderTest() {
    StoredObject segment = StoredObject.of(0, new SegmentId(1, 2));
    ByteWriter body = new ByteWriter(1 << 16);
    Random random = new Random(1);
    for (int i = 0; i < FRAME_COUNT; i++) {
      byte[] content = new byte[1000];
      random.nextBytes(content);
      Bytes frame = CODEC.encode(Bytes.wrap(content));
      contents.add(Bytes.wrap(content));
      frames.add(new FrameAddress(segment, body.length(), frame.length()));
      body.bytes(frame);
    }
    objects.put(ObjectNames.ROOT.of(segment), body.takeBytes());
  }

  private FrameReader reader(long cacheBytes) {
    StoreReader reader =
        new StoreReader(
            store, ObjectNames.ROOT, ReadPatience.DEFAULT, clock, clock::advance, new Random(1));
    return new FrameReader(reader, Parallel.SEQUENTIAL, CODEC, cacheBytes, PART_BYTES);
  }

  private long requests() {
    return store.counts().requests(Kind.GET_RANGE);
  }

  @Test
  void whatWasWrittenTogetherComesTogether() {
    FrameReader reader = reader(1 << 20);
    for (int i = 0; i < FRAME_COUNT; i++) {
      assertEquals(contents.get(i), reader.read(frames.get(i)));
    }
    assertEquals(FRAME_COUNT * 1010 / PART_BYTES + 1, requests());
  }

  @Test
  void neighboursAreFetchedInOneRequest() {
    assertEquals(contents, reader(1 << 20).readAll(frames));
    assertEquals(1, requests());
  }

  @Test
  void whatIsInMemoryCostsNoRequest() {
    FrameReader reader = reader(1 << 20);
    var _ = reader.readAll(frames);
    assertEquals(contents, reader.readAll(frames));
    assertEquals(contents.get(7), reader.read(frames.get(7)));
    assertEquals(1, requests());
  }

  @Test
  void aTinyCacheCostsRequestsButIsRight() {
    FrameReader reader = reader(8192);
    assertEquals(contents, reader.readAll(frames));
    assertEquals(contents, reader.readAll(frames));
    assertTrue(requests() > 1);
  }

  @Test
  void manyReadersFetchAPartOnce() throws Exception {
    FrameReader reader = reader(1 << 20);
    int readerCount = 16;
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(readerCount);
    store.beforeEach(
        _ -> {
          fetching.countDown();
          awaitQuietly(begun);
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Bytes>> reads = new ArrayList<>();
      for (int i = 0; i < readerCount; i++) {
        Callable<Bytes> read =
            () -> {
              begun.countDown();
              return reader.read(frames.getFirst());
            };
        reads.add(threads.submit(read));
      }
      for (Future<Bytes> read : reads) {
        assertEquals(contents.getFirst(), read.get());
      }
    }
    assertEquals(0, fetching.getCount());
    assertEquals(1, requests());
  }

  private FrameReader reader(InFlight bound, Parallel parallel) {
    StoreReader reader =
        new StoreReader(
            store,
            ObjectNames.ROOT,
            ReadPatience.DEFAULT,
            clock,
            clock::advance,
            new Random(1),
            bound);
    return new FrameReader(reader, parallel, CODEC, 1 << 20, PART_BYTES);
  }

  @Test
  void partsThatWaitForARequestComeTogether() throws Exception {
    InFlight bound = new InFlight(1, 1 << 20);
    FrameReader reader = reader(bound, Parallel.SEQUENTIAL);
    int readerCount = 10;
    AtomicBoolean isFirst = new AtomicBoolean(true);
    store.beforeEach(
        _ -> {
          boolean waits = isFirst.getAndSet(false);
          while (waits && bound.waitingCount() < readerCount - 1) {
            Thread.onSpinWait();
          }
        });
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Bytes>> reads = new ArrayList<>();
      for (int i = 0; i < readerCount; i++) {
        FrameAddress frame = frames.get(firstInPart(i));
        Callable<Bytes> read = () -> reader.read(frame);
        reads.add(threads.submit(read));
      }
      for (int i = 0; i < readerCount; i++) {
        assertEquals(contents.get(firstInPart(i)), reads.get(i).get());
      }
    }
    assertTrue(requests() <= 3, requests() + " requests: the first, and what is on its two sides");
  }

  /** The first frame that begins in a part; it ends there too. */
  private int firstInPart(int part) {
    int index = 0;
    while (frames.get(index).offset() < (long) part * PART_BYTES) {
      index++;
    }
    return index;
  }

  /** Runs what is spawned on threads that can be waited for. */
  private static final class Spawning implements Parallel {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Override
    public <T> List<T> run(List<Callable<T>> tasks) {
      return SEQUENTIAL.run(tasks);
    }

    @Override
    public void spawn(Runnable task) {
      threads.add(Thread.ofVirtual().start(task));
    }

    void join() throws InterruptedException {
      for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
        thread.join();
      }
    }
  }

  @Test
  void whatIsReadAheadWhileAllRequestsAreBusyComesTogether() throws Exception {
    Spawning spawning = new Spawning();
    FrameReader reader = reader(new InFlight(1, 1 << 20, 1 << 20), spawning);
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch wished = new CountDownLatch(1);
    store.beforeEach(
        _ -> {
          underWay.countDown();
          awaitQuietly(wished);
        });
    reader.readAhead(frames.subList(0, 3));
    underWay.await();
    for (int i = 3; i < FRAME_COUNT; i++) {
      reader.readAhead(frames.subList(i, i + 1));
    }
    wished.countDown();
    spawning.join();
    assertEquals(2, requests());
    assertEquals(contents, reader.readAll(frames));
    assertEquals(2, requests());
  }

  @Test
  void readingAheadKeepsToItsMemoryUntilReadersCome() {
    int partCount = 4;
    InFlight bound = new InFlight(1, 1 << 20, (long) partCount * PART_BYTES);
    FrameReader reader = reader(bound, Parallel.SEQUENTIAL);
    reader.readAhead(frames);
    assertEquals((long) partCount * PART_BYTES, store.counts().downloadedBytes());
    reader.readAhead(frames);
    assertEquals((long) partCount * PART_BYTES, store.counts().downloadedBytes());
    assertEquals(contents.getFirst(), reader.read(frames.getFirst()));
    reader.readAhead(frames);
    assertEquals((partCount + 1L) * PART_BYTES, store.counts().downloadedBytes());
  }

  @Test
  void whatCannotBeReadAheadIsReadByWhoeverComes() {
    FrameReader reader = reader(new InFlight(1, 1 << 20, 1 << 20), Parallel.SEQUENTIAL);
    store.goDown();
    reader.readAhead(frames);
    store.comeUp();
    assertEquals(contents, reader.readAll(frames));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void transientFailuresAreTriedAgain() {
    store.script(Fault.THROTTLE, 3, _ -> true);

    assertEquals(contents.getFirst(), reader(1 << 20).read(frames.getFirst()));
    assertEquals(4, requests());
    assertTrue(clock.monotonicNanos() > 0, "it waited between");
  }

  @Test
  void afterTheDeadlineTheStoreIsUnavailableAndLaterItIsAskedAgain() {
    FrameReader reader = reader(1 << 20);
    store.goDown();
    assertThrows(KeyValueException.Unavailable.class, () -> reader.read(frames.getFirst()));
    assertTrue(clock.monotonicNanos() >= ReadPatience.DEFAULT.deadlineNanos());

    store.comeUp();
    assertEquals(contents.getFirst(), reader.read(frames.getFirst()));
  }

  @Test
  void aMissingObjectIsCorruptAndNamed() {
    FrameAddress dangling = new FrameAddress(StoredObject.of(0, new SegmentId(9, 9)), 0, 100);

    KeyValueException failure =
        assertThrows(KeyValueException.Corrupt.class, () -> reader(1 << 20).read(dangling));
    assertTrue(
        String.valueOf(failure.getMessage())
            .contains(ObjectNames.ROOT.segment(new SegmentId(9, 9)).value()));
  }

  @Test
  void aFrameBeyondTheEndIsCorrupt() {
    FrameAddress last = frames.getLast();
    for (long beyond : new long[] {1, PART_BYTES, 100L * PART_BYTES}) {
      FrameAddress address =
          new FrameAddress(last.object(), last.offset() + beyond, last.storedLength());
      assertThrows(KeyValueException.Corrupt.class, () -> reader(1 << 20).read(address));
    }
  }

  @Test
  void aBitFlippedOnTheWayIsMendedByAskingAgain() {
    store.script(Fault.FLIP_BIT, 1, _ -> true);

    assertEquals(contents, reader(1 << 20).readAll(frames));
  }

  @Test
  void aBitFlippedForGoodIsAnErrorNotAValue() {
    FrameAddress damaged = frames.get(1);
    ObjectKey key = ObjectNames.ROOT.of(damaged.object());
    byte[] body = objects.get(key).toByteArray();
    body[(int) damaged.offset() + 500] ^= 4;
    objects.put(key, Bytes.wrap(body));
    FrameReader reader = reader(1 << 20);

    assertThrows(KeyValueException.Corrupt.class, () -> reader.readAll(frames));
    assertEquals(contents.getFirst(), reader.read(frames.getFirst()));
  }
}
