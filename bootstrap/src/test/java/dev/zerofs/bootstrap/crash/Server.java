package dev.zerofs.bootstrap.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.bootstrap.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that dies and comes back: one volume, one journal, one disk cache, every life with other
 * settings, so small that all background work goes on all the time. For one thread.
 */
final class Server implements AutoCloseable {

  private static final int STOP_SECONDS = 60;

  private final Path home;
  private final String durability;
  private final Random random;
  private @Nullable Program program;
  private Map<String, String> settings = Map.of();
  private int life;

  Server(Path home, String durability, Random random) {
    this.home = home;
    this.durability = durability;
    this.random = random;
  }

  /** Which start the present one is, from 1 on. */
  int life() {
    return life;
  }

  /** Starts it. */
  void start() throws IOException {
    forgetLives();
    life++;
    settings = randomSettings();
    program =
        Program.start(
            lifeDirectory(life),
            settings,
            "run",
            "--listen",
            "127.0.0.1:0",
            "--store",
            "faulty://" + volume(),
            "--cache",
            cache(),
            "--durability",
            durability);
  }

  /** Starts it and kills it at a random moment of its start. */
  void startAndKill(long nanosMax) throws IOException, InterruptedException {
    start();
    LockSupport.parkNanos(random.nextLong(nanosMax));
    kill();
  }

  /** The port, as soon as it serves. */
  int port() throws IOException {
    return running().port();
  }

  void kill() throws InterruptedException {
    running().kill();
  }

  /** Has it stop as an administrator does. */
  void stop() throws InterruptedException {
    running().terminate();
    assertEquals(0, running().exitStatusWithin(STOP_SECONDS), this::story);
  }

  /** Checks every object of the volume and the file system in it, with no server running. */
  void check() throws IOException, InterruptedException {
    try (Program fsck =
        Program.start(
            lifeDirectory(life),
            Map.of(),
            "fsck",
            "--deep",
            "--store",
            "file://" + volume(),
            "--cache",
            cache())) {
      String said = fsck.output();
      assertEquals(0, fsck.exitStatus(), () -> said + "\n" + fsck.errorsText() + story());
    }
  }

  /** What the present life was started with and what it logged. */
  String story() {
    return "\nlife %d with %s\n%s".formatted(life, settings, running().errorsText());
  }

  private Program running() {
    if (program == null) {
      throw new IllegalStateException("not started");
    }
    return program;
  }

  private Map<String, String> randomSettings() {
    Map<String, String> chosen = new LinkedHashMap<>();
    chosen.put("ZEROFS_SEGMENT_SIZE", (4 << random.nextInt(10)) + "KiB");
    chosen.put("ZEROFS_MEMTABLE_SIZE", (4 << random.nextInt(8)) + "KiB");
    chosen.put("ZEROFS_FLUSH_INTERVAL", any("5ms", "50ms", "1s"));
    chosen.put("ZEROFS_REPLAY_SEGMENTS", String.valueOf(1 + random.nextInt(40)));
    chosen.put("ZEROFS_MEMTABLE_AGE", any("100ms", "1s", "10s"));
    chosen.put("ZEROFS_RECLAIM_GRACE", any("10ms", "200ms", "2s"));
    chosen.put("ZEROFS_RECLAIM_LIVE_SHARE", String.valueOf(random.nextInt(91)));
    chosen.put("ZEROFS_UNUPLOADED_MAX", (256 << random.nextInt(6)) + "KiB");
    chosen.put("ZEROFS_JOURNAL_SIZE", (1 << random.nextInt(5)) + "MiB");
    chosen.put("ZEROFS_CACHE_MEMORY", (1 << random.nextInt(4)) + "MiB");
    chosen.put("ZEROFS_CACHE_SIZE", (1 << random.nextInt(6)) + "MB");
    chosen.put("ZEROFS_UPLOAD_PARALLELISM", String.valueOf(1 + random.nextInt(8)));
    chosen.put("ZEROFS_COMPRESSION", any("true", "false"));
    chosen.put("ZEROFS_CLOSE_TIMEOUT", STOP_SECONDS + "s");
    chosen.put("ZEROFS_FAULTY_SEED", String.valueOf(random.nextInt()));
    chosen.put("ZEROFS_FAULTY_PER_MILLE", any("0", "5", "30"));
    chosen.put("ZEROFS_FAULTY_LATENCY", any("0ms", "1ms", "5ms"));
    return chosen;
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private Path volume() {
    return home.resolve("volume");
  }

  private String cache() {
    return home.resolve("cache").toString();
  }

  private Path lifeDirectory(int number) {
    return home.resolve("life-" + number);
  }

  /** What lives before the last have logged explains nothing. */
  private void forgetLives() throws IOException {
    Path old = lifeDirectory(life - 2);
    if (Files.isDirectory(old)) {
      try (Stream<Path> files = Files.walk(old)) {
        List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : all) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
