package dev.zerofs.bootstrap.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.Durability;
import dev.zerofs.lsm.SimJournal;
import dev.zerofs.lsm.SimulatedEngine;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Servers on one volume. With {@code bucket} durability a server may be opened while another is at
 * work, or in the middle of anything, which is then stalled until the new one and its clients let
 * it go on; with the other two there is one after the other. For one thread and one use.
 */
final class World {

  private static final long SECOND_NANOS = 1_000_000_000L;

  /** How long a server may answer without a sign that the volume is its own. */
  private static final long OWNER_CONFIRM_NANOS = 5 * SECOND_NANOS;

  private static final int OPENING_MAX = 3;
  private static final FaultPlan NO_FAULTS = FaultPlan.none();

  private final Random random;
  private final Durability durability;
  private final @Nullable SimJournal disk;
  private final SimulationCounts counts;
  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final boolean hasOutages;
  private int opened;
  private int opening;
  private int depth;
  private long trace = 17;

  World(long seed, Durability durability, @Nullable SimJournal disk, SimulationCounts counts) {
    this.random = new Random(seed);
    this.durability = durability;
    this.disk = disk;
    this.counts = counts;
    this.hasOutages = random.nextBoolean();
  }

  /**
   * Lives through it.
   *
   * @return a number that depends on every request and every result
   */
  long run() throws IOException {
    for (int lives = 2 + random.nextInt(4); lives > 0; lives--) {
      if (durability != Durability.BUCKET || random.nextInt(4) == 0) {
        crashAll();
      }
      open(faults(), true);
      for (int steps = random.nextInt(60); steps > 0; steps--) {
        stepOfAnyone();
      }
    }
    formerServersFindOut();
    crashAll();
    open(NO_FAULTS, false);
    return trace;
  }

  private boolean mayTakeOver() {
    return durability == Durability.BUCKET;
  }

  private FaultPlan faults() {
    if (random.nextInt(3) == 0) {
      return NO_FAULTS;
    }
    double share = random.nextDouble() * 0.06;
    return FaultPlan.random(
        Map.of(
            Fault.FAIL_BEFORE, share,
            Fault.FAIL_AFTER, share,
            Fault.LOST, share / 2,
            Fault.LATE, share / 2,
            Fault.THROTTLE, share,
            Fault.SHORT_PAGE, share));
  }

  private void crashAll() throws IOException {
    for (SimulatedServer server : servers) {
      if (!server.engine().view().isCrashed()) {
        counts.add("crashes");
      }
      server.engine().view().crash();
      server.end();
      letArrive(server.engine().view());
    }
    if (disk != null) {
      disk.crash();
    }
  }

  private void open(FaultPlan faults, boolean mayCrash) {
    int openedBefore = opened;
    SimulatedServer server =
        new SimulatedServer(
            SimulatedEngine.on(
                objects, clock, durability, disk == null ? null : disk.parent(), random),
            clock,
            random.nextLong(),
            !hasOutages && faults.equals(NO_FAULTS));
    FaultyObjectStore view = server.engine().view().plan(faults);
    view.beforeEach(request -> between(server, request));
    if (mayCrash && random.nextInt(3) == 0) {
      view.crashAt(random.nextInt(1 << (2 + random.nextInt(8))));
    }
    opening++;
    try {
      CommitPosition position = server.openEngine();
      succeed(server, position);
      server.openVolume();
      compare(server);
      view.plan(faults).beforeEach(request -> between(server, request));
    } catch (KeyValueException.Replaced _) {
      assertTrue(opening > 1 || opened > openedBefore, "replaced by nobody");
      counts.add("replaced while opening");
      server.end();
    } catch (SimulatedCrash _) {
      counts.add("crashes while opening");
      server.end();
    } catch (KeyValueException.Unavailable _) {
      counts.add("given up while opening");
      view.crash();
      server.end();
    } finally {
      opening--;
      opened++;
      server.setNumber(openedBefore + 1);
      server.setBusy(false);
    }
  }

  /** Compares everything, left in peace. */
  private void compare(SimulatedServer server) {
    FaultyObjectStore view = server.engine().view();
    view.plan(NO_FAULTS).beforeEach(_ -> {}).comeUp();
    Comparison.assertRecovered(server.model(), server.volume(), server.store());
    counts.add("recoveries compared");
  }

  /** The server's engine is open: whoever had the volume before has it no more. */
  private void succeed(SimulatedServer server, CommitPosition position) {
    SimulatedServer former =
        servers.stream()
            .filter(one -> one.epoch() < server.epoch())
            .max(Comparator.comparingLong(SimulatedServer::epoch))
            .orElse(null);
    if (former != null) {
      CommitPosition stable = former.acknowledged();
      if (durability != Durability.MEMORY) {
        assertTrue(
            position.compareTo(stable) >= 0,
            () -> position + " recovered, " + stable + " was acknowledged");
      }
      former.replacedAt(position);
      counts.add(former.isBusy() ? "takeovers from a stalled server" : "takeovers");
    }
    if (newestEpoch() > server.epoch()) {
      server.replacedAt(position);
    }
    server.inherit(former, position);
    if (former != null
        && former.line().stream().anyMatch(one -> one.position().compareTo(position) > 0)) {
      counts.add("tails lost");
    }
    servers.add(server);
  }

  private long newestEpoch() {
    return servers.stream().mapToLong(SimulatedServer::epoch).max().orElse(0);
  }

  /**
   * The store is out of reach, or does not take the server's credentials any more: that ends a
   * start, but not a server that serves.
   */
  private void beginOutage(FaultyObjectStore view) {
    if (opening > 0 || random.nextBoolean()) {
      view.goDown();
      counts.add("outages");
    } else {
      view.refuse();
      counts.add("refusals");
    }
  }

  /** What happens while a request of {@code server} is about to be sent. */
  private void between(SimulatedServer server, StoreRequest request) {
    trace = 31 * trace + request.toString().hashCode();
    FaultyObjectStore view = server.engine().view();
    if (hasOutages && random.nextInt(100) == 0) {
      beginOutage(view);
    } else if (random.nextInt(8) == 0) {
      view.comeUp();
    }
    if (random.nextInt(20) == 0) {
      clock.advance(random.nextLong(2 * SECOND_NANOS));
    }
    if (!mayTakeOver() || depth >= OPENING_MAX) {
      return;
    }
    depth++;
    try {
      int dice = random.nextInt(60);
      if (dice < 12) {
        stepOfAnyone();
      } else if (dice == 12 && opening < OPENING_MAX && servers.size() < 8) {
        open(faults(), true);
        // It sleeps on while the new one serves.
        for (int steps = random.nextInt(20); steps > 0; steps--) {
          stepOfAnyone();
        }
        if (random.nextBoolean()) {
          clock.advance(2 * OWNER_CONFIRM_NANOS);
        }
      }
    } finally {
      depth--;
    }
  }

  private void stepOfAnyone() {
    List<SimulatedServer> able =
        servers.stream().filter(one -> !one.isOver() && !one.isBusy()).toList();
    if (able.isEmpty()) {
      return;
    }
    SimulatedServer server = able.get(random.nextInt(able.size()));
    server.setBusy(true);
    try {
      step(server);
    } catch (KeyValueException.Replaced _) {
      server.end();
      assertTrue(opening > 0 || opened > server.number(), "replaced by nobody");
      counts.add("found that it is replaced");
    } catch (SimulatedCrash _) {
      server.end();
      counts.add("crashes at work");
    } finally {
      server.setBusy(false);
    }
    if (random.nextInt(3) == 0) {
      letArrive(server.engine().view());
    }
  }

  private void letArrive(FaultyObjectStore view) {
    if (!view.lateWrites().isEmpty()) {
      var _ = view.applyLate(random.nextInt(view.lateWrites().size()));
      counts.add("late writes");
    }
  }

  private void step(SimulatedServer server) {
    int dice = random.nextInt(20);
    if (dice < 11) {
      operate(server);
    } else if (dice < 15) {
      for (int pieces = 1 + random.nextInt(10); pieces > 0; pieces--) {
        var _ = server.engine().work();
      }
    } else if (dice < 17 && !server.line().isEmpty()) {
      Operated any = server.line().get(random.nextInt(server.line().size()));
      reply(server, any.position());
    } else if (dice < 19) {
      clock.advance(random.nextLong(2 * SECOND_NANOS));
      server.engine().wake();
    } else {
      reply(server, CommitPosition.NONE);
    }
  }

  private void operate(SimulatedServer server) {
    server.time().set(clock);
    long now = server.time().epochNanos();
    var operation = server.operations().next();
    Result<?> found = operation.run(server.volume());
    trace = 31 * trace + found.position().hashCode();
    if (found instanceof Result.Refused<?> refused && refused.status() == Status.DELAY) {
      counts.add("delayed"); // and not applied
      return;
    }
    Operated operated = new Operated(operation, now, server.epoch(), found);
    server.line().add(operated);
    Comparison.assertSame(operated.repeatOn(server.model()), found);
    server.operations().learn(found);
    counts.add("operations");
    if (random.nextInt(3) > 0) {
      reply(server, found.position());
    }
  }

  /** Answers a client: what is told must be stable, and the volume this server's. */
  private void reply(SimulatedServer server, CommitPosition position) {
    // A store that fails tells it nothing, and then it goes on.
    boolean mustKnow =
        server.canAsk() && server.replacedNanos() < clock.monotonicNanos() - OWNER_CONFIRM_NANOS;
    server.volume().awaitReply(position);
    assertTrue(!mustKnow, "served after it was replaced for longer than an owner may not ask");
    CommitPosition limit = server.limit();
    assertTrue(
        limit == null || position.compareTo(limit) <= 0,
        () -> position + " acknowledged, the successor has " + limit);
    if (durability != Durability.MEMORY) {
      server.acknowledge(position);
    }
    counts.add(server.limit() == null ? "replies" : "replies of what its successor has");
  }

  private void formerServersFindOut() {
    long newest = newestEpoch();
    clock.advance(OWNER_CONFIRM_NANOS + 1);
    for (SimulatedServer server : servers) {
      FaultyObjectStore view = server.engine().view();
      if (server.isOver() || view.isCrashed()) {
        continue;
      }
      view.plan(NO_FAULTS).beforeEach(_ -> view.comeUp()).crashAt(Long.MAX_VALUE);
      if (server.epoch() < newest) {
        assertThrows(
            KeyValueException.Replaced.class,
            () -> server.volume().awaitReply(CommitPosition.NONE));
        assertTrue(server.engine().isReplaced());
        counts.add("woke up and fell silent");
      } else {
        assertEquals(newest, server.epoch());
        try {
          reply(server, CommitPosition.NONE);
        } catch (KeyValueException.Replaced _) {
          assertTrue(opened > server.number(), "replaced by nobody"); // who then died
        }
      }
    }
  }
}
