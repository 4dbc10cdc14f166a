package dev.zerofs.lsm;

import dev.zerofs.lsm.journal.TornTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The disk with the journals of one simulated machine. A crash makes it another directory with the
 * same content, since the dead process, which is this very one, goes on holding its locks; and what
 * was not yet synchronised may be torn.
 */
public final class SimJournal implements AutoCloseable {

  private final Path root;
  private final Random random;
  private int life;

  /** An empty disk at {@code root}, which is made. */
  public SimJournal(Path root, long seed) throws IOException {
    this.root = root;
    this.random = new Random(~seed);
    Files.createDirectories(parent());
  }

  /** Where journals are in this life. */
  public Path parent() {
    return root.resolve("life" + life);
  }

  /**
   * Kills the process.
   *
   * @param syncedPosition the newest batch that somebody was told is stable
   */
  public void crash(long syncedPosition) throws IOException {
    Path before = parent();
    life++;
    Path after = parent();
    for (Path path : walk(before)) {
      Path copy = after.resolve(before.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy);
      }
    }
    delete(before);
    if (random.nextInt(3) == 0) {
      for (Path file : walk(after)) {
        if (file.getFileName().toString().endsWith(".journal")) {
          TornTail.tear(file, syncedPosition, random);
        }
      }
    }
  }

  private static List<Path> walk(Path from) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      return paths.sorted().toList();
    }
  }

  private static void delete(Path from) throws IOException {
    for (Path path : walk(from).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    delete(root);
  }
}
