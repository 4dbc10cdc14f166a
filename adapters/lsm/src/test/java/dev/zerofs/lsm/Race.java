package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.Turns;
import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.reclaim.Recount;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * A volume with a past and garbage in it, and two writers who each open it, write and synchronise
 * some batches, and do whatever flushing, merging, moving and deleting is due, in an interleaving
 * that is given. Whatever it is: what one of them reported as stable is there in the end, in the
 * order of their epochs, and nothing refers to what is gone.
 */
final class Race {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int WRITERS = 2;
  private static final int BATCHES = 2;

  private final long seed;
  private final long graceNanos;
  private final MemoryObjectStore base;
  private final Oracle before = new Oracle();
  private final List<List<WriteBatch>> batches = new ArrayList<>();
  private final SimCoverage coverage;

  Race(long seed, SimCoverage coverage) {
    this.seed = seed;
    this.coverage = coverage;
    Random random = new Random(seed);
    graceNanos = random.nextInt(2) * (100 * SECOND_NANOS);
    base = new MemoryObjectStore(new ManualClock());
    makeBase(random);
    for (int writer = 0; writer < WRITERS; writer++) {
      List<WriteBatch> own = new ArrayList<>();
      for (int i = 0; i < BATCHES; i++) {
        own.add(new SimBatches(random, true).next().put(marker(writer, i), Bytes.utf8("here")));
      }
      batches.add(own);
    }
  }

  /** Behind every key that a batch may delete. */
  private static Bytes marker(int writer, int batch) {
    return Bytes.wrap(new byte[] {-1, -1, -1, (byte) writer, (byte) batch});
  }

  private void makeBase(Random random) {
    SimBatches any = new SimBatches(random, true);
    ManualClock clock = new ManualClock();
    for (int life = 0; life < 2; life++) {
      SimProcess process = new SimProcess(base, clock, options(random, 0), random);
      KeyValueStore store = process.open();
      for (int i = 0; i < 8; i++) {
        store.sync(before.write(store, any.next()));
        process.driver().runOne();
      }
      if (life == 0 && random.nextBoolean()) {
        store.createCheckpoint("base");
      }
      process.view().crash();
    }
  }

  /** So small that two batches are enough for everything. */
  static LsmOptions options(Random random, long graceNanos) {
    return SimOptions.small()
        .log(
            new LogLimits(
                1500 << random.nextInt(3),
                1500,
                SECOND_NANOS,
                1 << random.nextInt(13),
                600 * SECOND_NANOS,
                2 + 2 * random.nextInt(2)))
        .cacheBytes(2 << 10)
        .timeoutNanos(600 * SECOND_NANOS)
        .tables(new SstOptions(400, 2000, 12))
        .compaction(new CompactionPolicy(2 + random.nextInt(2), 4, 500))
        .reclaim(new ReclaimOptions(0.8, 1.3, 1000, 12_000, graceNanos))
        .options();
  }

  /** One of the two. */
  private final class Writer {
    private final int number;
    private final SimProcess process;
    private final ManualClock clock;
    private long epoch;
    private int stableCount;
    private int seenOfOther = -1;

    Writer(int number, ObjectStore objects, ManualClock clock) {
      this.number = number;
      this.clock = clock;
      Random random = new Random(seed + 1 + number);
      process =
          new SimProcess(objects, clock, options(random, graceNanos), random).countedIn(coverage);
    }

    void live() {
      try {
        KeyValueStore store = process.open();
        epoch = store.epoch();
        seenOfOther = markers(store, 1 - number);
        for (int i = 0; i < BATCHES; i++) {
          store.sync(store.write(batches.get(number).get(i)));
          stableCount = i + 1;
          work();
        }
      } catch (KeyValueException.Replaced _) {
        // Somebody else goes on.
      } catch (SimulatedCrash _) {
        // Nobody cleans up.
      } finally {
        coverage.ended(process);
      }
    }

    private void work() {
      Sweep.rest(process);
      clock.advance(graceNanos + 2 * SECOND_NANOS);
      process.driver().wake();
      Sweep.rest(process);
    }
  }

  private static int markers(KeyValueStore store, int writer) {
    int count = 0;
    while (count < BATCHES && store.get(marker(writer, count)) != null) {
      count++;
    }
    return count;
  }

  private ObjectStore copyOfBase(ManualClock clock) {
    MemoryObjectStore copy = new MemoryObjectStore(clock);
    for (ObjectSummary object : base.list("", null, 1_000_000).objects()) {
      copy.put(object.key(), base.get(object.key()));
    }
    return copy;
  }

  /**
   * Lets both go on as {@code schedule} says.
   *
   * @return how many requests they made
   */
  long interleaved(IntUnaryOperator schedule) {
    ManualClock clock = new ManualClock();
    ObjectStore objects = copyOfBase(clock);
    Turns turns = new Turns(schedule);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      Writer writer = new Writer(i, objects, clock);
      writer.process.view().beforeEach(_ -> turns.pause(number));
      writers.add(writer);
    }
    turns.run(writers.stream().map(writer -> (Runnable) writer::live).toList());
    judge(objects, clock, writers);
    return writers.stream().mapToLong(one -> one.process.view().counts().requests()).sum();
  }

  /**
   * The first one dies at its request {@code lost}, which arrives before the request {@code
   * arrival} of the second one, or when that has ended.
   *
   * @return whether there was such a request, and it was a write
   */
  boolean late(long lost, long arrival) {
    ManualClock clock = new ManualClock();
    ObjectStore objects = copyOfBase(clock);
    Writer dead = new Writer(0, objects, clock);
    dead.process.view().script(Fault.LATE, 1, request -> request.index() == lost);
    dead.process.view().crashAt(lost + 1);
    dead.live();
    if (dead.process.view().lateWrites().isEmpty()) {
      return false;
    }
    Writer next = new Writer(1, objects, clock);
    next.process
        .view()
        .beforeEach(
            request -> {
              if (request.index() == arrival) {
                dead.process.view().applyLate(0);
              }
            });
    next.live();
    if (!dead.process.view().lateWrites().isEmpty()) {
      dead.process.view().applyLate(0);
    }
    judge(objects, clock, List.of(dead, next));
    return true;
  }

  private void judge(ObjectStore objects, ManualClock clock, List<Writer> writers) {
    Recount.of(objects);
    Random random = new Random(seed);
    SimProcess process = new SimProcess(objects, clock, options(random, 0), random);
    KeyValueStore store = process.open();
    Oracle expected = before.copy();
    List<Writer> byEpoch =
        writers.get(0).epoch <= writers.get(1).epoch ? writers : writers.reversed();
    int[] kept = new int[WRITERS];
    for (Writer writer : byEpoch) {
      int count = markers(store, writer.number);
      kept[writer.number] = count;
      assertTrue(
          count >= writer.stableCount,
          () -> "writer " + writer.number + ": " + writer.stableCount + " stable, has " + count);
      batches.get(writer.number).subList(0, count).forEach(expected::apply);
    }
    Writer last = byEpoch.getLast();
    if (last.seenOfOther >= 0) {
      assertEquals(last.seenOfOther, kept[1 - last.number], "what the last one saw of the other");
    }
    expected.requireSame(store, random);
    if (store.checkpoints().stream().anyMatch(one -> one.name().equals("base"))) {
      store.openCheckpoint("base").close();
    }
    Sweep.rest(process);
    process.view().crash();
    Recount.of(objects);
  }
}
