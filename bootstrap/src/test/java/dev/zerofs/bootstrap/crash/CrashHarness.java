package dev.zerofs.bootstrap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has lanes work on a server that is killed again and again, and compares what is there each time
 * with what they were told. For one thread and one use.
 */
final class CrashHarness implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CrashHarness.class);

  private static final int CLIENTS = 3;
  private static final int LANES_PER_CLIENT = 3;

  /** Every so many lives one ends as an administrator ends it. */
  private static final int STOP_ONE_IN = 8;

  /** Every so many starts are killed themselves. */
  private static final int KILLED_START_ONE_IN = 6;

  private static final int CHECK_EVERY = 10;
  private static final int TELL_EVERY = 50;
  private static final long START_NANOS_MAX = 2_500_000_000L;
  private static final long MOMENT_NANOS_MAX = 3_000_000;
  private static final int PATIENCE_SECONDS = 120;
  private static final int RACERS = 5;

  private final String durability;
  private final Random random;
  private final Server server;
  private final CrashReport report;
  private final Progress progress = new Progress();
  private final AtomicInteger races = new AtomicInteger();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<RpcClient> connections = new ArrayList<>();
  private final Set<Long> verifiers = new HashSet<>();
  private Bytes root = Bytes.EMPTY;

  CrashHarness(Path home, String durability, long seed) {
    this.durability = durability;
    this.random = new Random(seed);
    this.server = new Server(home, durability, random);
    this.report = new CrashReport(durability);
  }

  /** Kills the server {@code kills} times. */
  CrashReport run(int kills) throws Exception {
    server.start();
    prepare(address());
    server.stop(); // in memory mode a crash could take it back
    server.start();
    connect(address());
    int told = 0;
    while (report.kills < kills) {
      round();
      if (report.kills / TELL_EVERY > told) {
        told = report.kills / TELL_EVERY;
        LOG.info("{}\n{}", CrashReport.titles(), report.row());
      }
    }
    progress.end();
    for (Thread thread : threads) {
      thread.join();
    }
    progress.requireNoFailure();
    endLife(true);
    server.check();
    server.start();
    compare(address(), true);
    return report;
  }

  private InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Makes what lanes share, and the lanes. */
  private void prepare(InetSocketAddress address) {
    Map<String, Bytes> roots = new HashMap<>();
    try (RpcClient connection = new RpcClient(address)) {
      Nfs3Client client = new Nfs3Client(connection, RpcUser.ROOT);
      root = client.mountRoot();
      List<String> directories = new ArrayList<>(Places.SHARED);
      directories.add(Places.RACES);
      for (int i = 0; i < CLIENTS * LANES_PER_CLIENT; i++) {
        directories.add(places(i).own());
      }
      for (String name : directories) {
        var made =
            RpcClient.await(client.mkdir(root, Bytes.utf8(name), AttributeChange.ofMode(0755)));
        roots.put(name, Objects.requireNonNull(made.handle()));
      }
      for (int i = 0; i < CLIENTS; i++) {
        String name = Places.commonOf(i);
        var made =
            RpcClient.await(client.create(root, Bytes.utf8(name), AttributeChange.ofMode(0644)));
        roots.put(name, Objects.requireNonNull(made.handle()));
      }
    }
    for (int i = 0; i < CLIENTS * LANES_PER_CLIENT; i++) {
      lanes.add(
          new Lane(
              places(i),
              progress,
              new Random(random.nextLong()),
              () -> races.getAndIncrement() / RACERS,
              Map.copyOf(roots)));
    }
  }

  private static Places places(int lane) {
    return new Places(lane, lane / LANES_PER_CLIENT, lane % LANES_PER_CLIENT);
  }

  private void connect(InetSocketAddress address) {
    for (int i = 0; i < CLIENTS; i++) {
      connections.add(new RpcClient(address));
    }
    for (Lane lane : lanes) {
      lane.transmitter().reconnect(connections.get(lane.places().client()));
    }
    if (threads.isEmpty()) {
      for (Lane lane : lanes) {
        threads.add(Thread.ofPlatform().daemon().name("lane-" + lane.places().lane()).start(lane));
      }
    }
  }

  private void round() throws Exception {
    await(1 + random.nextInt(random.nextInt(4) == 0 ? 2_000 : 400));
    // Not in the moment of an answer alone.
    LockSupport.parkNanos(random.nextLong(MOMENT_NANOS_MAX));
    boolean isClean = random.nextInt(STOP_ONE_IN) == 0;
    endLife(isClean);
    while (random.nextInt(KILLED_START_ONE_IN) == 0) {
      server.startAndKill(START_NANOS_MAX);
      report.kills++;
      report.killsWhileStarting++;
    }
    if (server.life() % CHECK_EVERY == 0) {
      server.check();
      report.checks++;
    }
    server.start();
    InetSocketAddress address = address();
    compare(address, isClean);
    connect(address);
  }

  private void await(int steps) throws InterruptedException {
    try {
      progress.await(steps, PATIENCE_SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e.getMessage() + server.story(), e);
    }
  }

  private void endLife(boolean isClean) throws InterruptedException {
    if (isClean) {
      server.stop();
      report.stops++;
    } else {
      server.kill();
      report.kills++;
    }
    lanes.forEach(lane -> lane.transmitter().disconnect());
    for (RpcClient connection : connections) {
      RpcClient.await(connection.ended()); // what was answered has been written down
      connection.close();
    }
    connections.clear();
    progress.requireNoFailure();
  }

  private void compare(InetSocketAddress address, boolean isClean) {
    try (RpcClient connection = new RpcClient(address)) {
      Nfs3Client client = new Nfs3Client(connection, RpcUser.ROOT);
      Observer observer = new Observer(client);
      observer.read(root);
      requireNewVerifier();
      compareRaces(observer, isClean);
      compareNames(observer, isClean);
      forgetRaces(client, observer.races());
    }
  }

  private void compareNames(Observer observer, boolean isClean) {
    List<Places> everybody = lanes.stream().map(Lane::places).toList();
    assertEquals(List.of(), observer.unclaimed(everybody), "names that nobody made");
    boolean isTrusted = !durability.equals("memory");
    List<Line> lines = new ArrayList<>();
    for (Lane lane : lanes) {
      SortedMap<String, Seen> found = observer.of(lane.places());
      Line line = lane.compare(found, isTrusted, isClean);
      if (line.matchFrom(line.stableCount()) < 0) {
        throw new AssertionError(Difference.between(lane, line, found) + server.story());
      }
      lines.add(line);
    }
    int[] counts = Cut.through(lines);
    for (int i = 0; i < counts.length; i++) {
      Line line = lines.get(i);
      for (Bytes ghost : lanes.get(i).adopt(line, counts[i])) {
        assertTrue(observer.isStale(ghost), "a handle of what is no more opens something");
      }
      count(line, counts[i]);
    }
  }

  private void count(Line line, int survived) {
    int all = line.log().size();
    report.steps += line.log().stream().filter(entry -> entry.answer() != null).count();
    report.compared += all;
    boolean isPresent = line.matching().contains(all);
    boolean isAbsent = line.matching().contains(all - 1);
    if (all > 0 && line.log().getLast().answer() == null) {
      report.repeated += isPresent && !isAbsent ? 1 : 0;
      report.carriedOutLater += isAbsent && !isPresent ? 1 : 0;
    }
    if (!isPresent && !isAbsent) {
      report.rolledBack += all - survived;
    }
  }

  /** Every writer has its own, or clients would not know what to write again. */
  private void requireNewVerifier() {
    Set<Long> seen = new HashSet<>();
    for (Lane lane : lanes) {
      for (Entry entry : lane.log()) {
        Answer answer = entry.answer();
        if (answer != null && answer.verifier() != null) {
          seen.add(answer.verifier());
        }
      }
    }
    assertTrue(seen.size() <= 1, () -> "one life had write verifiers " + seen);
    for (Long verifier : seen) {
      assertTrue(verifiers.add(verifier), "a write verifier came a second time");
    }
  }

  /** One lane got the name, and whoever was told that there is such a name was told the truth. */
  private void compareRaces(Observer observer, boolean isClean) {
    Set<String> present = observer.races();
    Map<String, Integer> winners = new HashMap<>();
    for (Lane lane : lanes) {
      for (Entry entry : lane.log()) {
        Answer answer = entry.answer();
        if (entry.step() instanceof Step.Race(String name) && answer != null) {
          report.races++;
          assertTrue(
              present.contains(name) || durability.equals("memory") && !isClean,
              () -> name + " was told to be there and is not" + server.story());
          winners.merge(name, answer.status() == 0 ? 1 : 0, Integer::sum);
        }
      }
    }
    winners.forEach((name, count) -> assertTrue(count <= 1, () -> count + " lanes got " + name));
  }

  /** Later lives race for other names. */
  private void forgetRaces(Nfs3Client client, Set<String> names) {
    races.updateAndGet(count -> (count / RACERS + 1) * RACERS);
    Bytes directory =
        Objects.requireNonNull(
            RpcClient.await(client.lookup(root, Bytes.utf8(Places.RACES))).handle());
    for (String name : names) {
      int status = RpcClient.await(client.remove(directory, Bytes.utf8(name))).status();
      assertEquals(0, status, "REMOVE of " + name);
    }
  }

  @Override
  public void close() {
    progress.end();
    connections.forEach(RpcClient::close);
    server.close();
  }
}
