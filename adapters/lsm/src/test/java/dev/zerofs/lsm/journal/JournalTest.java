package dev.zerofs.lsm.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.disk.VolatileDisk;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who writes groups, and who is told of them when. */
@Timeout(60)
final class JournalTest {

  private static final Bytes KEY = Bytes.utf8("key");

  @TempDir private Path directory = Path.of("set by JUnit");

  /** How often the disk may be asked to make something durable before it holds that up. */
  private final Semaphore allowed = new Semaphore(0);

  /** Whether nothing is run any more but what callers run. */
  private volatile boolean ended;

  private final Executor others =
      task -> {
        if (!ended) {
          Thread.startVirtualThread(task);
        }
      };

  private final Semaphore held = new Semaphore(0);
  private final AtomicLong durable = new AtomicLong();
  private final Random random = new Random(1);
  private VolatileDisk disk;
  private Journal journal;

  @BeforeEach
  void open() throws IOException {
    disk = VolatileDisk.in(directory.resolve("disk"));
    journal = journal(random);
    disk.beforeForce(
        () -> {
          held.release();
          allowed.acquireUninterruptibly();
        });
  }

  @AfterEach
  void close() throws IOException {
    allowed.release(1_000);
    journal.close();
    disk.close();
  }

  private Journal journal(RandomGenerator uses) throws IOException {
    return new Journal(
        JournalDirectory.open(disk.directory(), new VolumeId(1, 2), null, random),
        new Journal.Options(4 << 20, 1, 0, 0),
        new ManualClock(),
        uses,
        durable::get,
        SpentFiles.NONE,
        others);
  }

  private void commit(long sequence) {
    journal.committed(sequence, NormalBatch.of(new WriteBatch().put(KEY, Bytes.utf8("value"))));
  }

  /** Commits these batches and waits for each, in no thread. */
  private List<CompletableFuture<Boolean>> waits(int from, int to) {
    List<CompletableFuture<Boolean>> waits = new ArrayList<>();
    for (int sequence = from; sequence <= to; sequence++) {
      commit(sequence);
      waits.add(journal.whenSynced(sequence));
    }
    return waits;
  }

  private static boolean told(CompletableFuture<Boolean> wait) throws Exception {
    return wait.get(30, TimeUnit.SECONDS);
  }

  /** Begins to write the first batch, which the disk holds up. */
  private CompletableFuture<Boolean> firstGroup() throws InterruptedException {
    commit(1);
    CompletableFuture<Boolean> synced = new CompletableFuture<>();
    Thread.startVirtualThread(() -> synced.complete(journal.sync(1)));
    awaitHeld();
    return synced;
  }

  private void awaitHeld() throws InterruptedException {
    assertTrue(held.tryAcquire(30, TimeUnit.SECONDS), "nothing is made durable");
  }

  private long syncs() {
    TreeMap<String, Long> figures = new TreeMap<>();
    journal.addFigures(figures);
    return figures.getOrDefault("journal.syncs", -1L);
  }

  @Test
  void whoComesWhileAGroupIsWrittenIsInTheNextOne() throws Exception {
    CompletableFuture<Boolean> first = firstGroup();
    List<CompletableFuture<Boolean>> waits = waits(2, 1_000);
    allowed.release();
    awaitHeld();
    assertTrue(told(first), "a caller is not kept for others");
    assertTrue(waits.stream().noneMatch(CompletableFuture::isDone));
    assertTrue(told(journal.whenSynced(1)), "what is stable waits for nothing");
    allowed.release();
    for (CompletableFuture<Boolean> wait : waits) {
      assertTrue(told(wait));
    }
    assertEquals(2, syncs());
  }

  @Test
  void whoFindsNobodyWritingWrites() throws Exception {
    allowed.release(3);
    for (CompletableFuture<Boolean> wait : waits(1, 3)) {
      assertTrue(wait.isDone() && told(wait));
    }
    assertEquals(3, syncs());
  }

  @Test
  void aDiskThatFailsIsToldToAllWhoWait() throws Exception {
    CompletableFuture<Boolean> first = firstGroup();
    List<CompletableFuture<Boolean>> waits = waits(2, 10);
    durable.set(4);
    disk.refuse(true);
    allowed.release();
    assertTrue(told(first), "the bucket has it");
    for (int i = 0; i < waits.size(); i++) {
      assertEquals(i + 2 <= 4, told(waits.get(i)), "batch " + (i + 2));
    }
    commit(11);
    assertFalse(told(journal.whenSynced(11)), "the journal rests");
  }

  @Test
  void whoeverWritesForRoomLeavesNobodyWaiting() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore mayGoOn = new Semaphore(0);
    allowed.release(1_000);
    journal.close();
    journal =
        journal(
            () -> {
              begun.release(); // the writer begins a file
              mayGoOn.acquireUninterruptibly();
              return random.nextLong();
            });
    commit(1);
    Thread relieving = Thread.startVirtualThread(() -> journal.relieve(0));
    assertTrue(begun.tryAcquire(30, TimeUnit.SECONDS));
    List<CompletableFuture<Boolean>> waits = waits(2, 3);
    mayGoOn.release(2);
    for (CompletableFuture<Boolean> wait : waits) {
      assertTrue(told(wait));
    }
    relieving.join();
  }

  @Test
  void closingTellsAllWhoWait() throws Exception {
    CompletableFuture<Boolean> first = firstGroup();
    List<CompletableFuture<Boolean>> waits = waits(2, 10);
    ended = true;
    Thread closing =
        Thread.startVirtualThread(
            () -> {
              try {
                journal.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    allowed.release(1_000);
    var _ = told(first);
    for (CompletableFuture<Boolean> wait : waits) {
      var _ = told(wait);
    }
    closing.join();
    commit(11);
    assertFalse(told(journal.whenSynced(11)));
  }
}
