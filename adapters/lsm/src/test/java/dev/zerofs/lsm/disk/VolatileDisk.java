package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What of a directory's content was not yet synchronised, and how to lose it. Safe for use by any
 * number of threads.
 */
public final class VolatileDisk implements AutoCloseable {

  private static final int SECTOR_BYTES = 512;

  /** What of a file is not on the disk. */
  private static final class Unforced {

    /** What sectors were before they were written, oldest first. */
    final SortedMap<Long, List<byte[]>> before = new TreeMap<>();

    /**
     * The same of sectors that could not be forced. To the system they are clean since then: no
     * later force makes them durable, unless they are written again.
     */
    final SortedMap<Long, List<byte[]>> lost = new TreeMap<>();

    void written(long sector, byte[] was) {
      List<byte[]> versions = lost.remove(sector);
      before.computeIfAbsent(sector, _ -> versions == null ? new ArrayList<>() : versions).add(was);
    }

    void couldNotBeForced() {
      lost.putAll(before);
      before.clear();
    }

    /** Whether all of the file is on the disk now. */
    boolean forced() {
      before.clear();
      return lost.isEmpty();
    }

    SortedMap<Long, List<byte[]>> all() {
      SortedMap<Long, List<byte[]>> all = new TreeMap<>(before);
      all.putAll(lost);
      return all;
    }
  }

  /** A change of a directory that was not forced. */
  private sealed interface NameChange {

    /** The directory that has to be forced. */
    Path directory();

    /** A file or directory came into being. */
    record Created(Path path) implements NameChange {
      @Override
      public Path directory() {
        return parentOf(path);
      }
    }

    /** A file was removed, or replaced; {@code saved} is what it was. */
    record Removed(Path path, Path saved) implements NameChange {
      @Override
      public Path directory() {
        return parentOf(path);
      }
    }

    /** A file got another name. */
    record Renamed(Path from, Path to) implements NameChange {
      @Override
      public Path directory() {
        return parentOf(to);
      }
    }
  }

  private final Path root;
  private final Path tree;
  private final Path attic;
  private final VolatileFileSystem fileSystem = new VolatileFileSystem(this);
  private final Map<Path, Unforced> files = new HashMap<>();
  private final List<NameChange> changes = new ArrayList<>();
  private final List<Channel> open = new ArrayList<>();
  private int savedCount;
  private boolean isRefusing;
  private volatile Runnable beforeForce = () -> {};

  private VolatileDisk(Path root) {
    this.root = root;
    this.tree = root.resolve("tree");
    this.attic = root.resolve("attic");
  }

  /** An empty disk that keeps its files below {@code root}, which must not exist. */
  public static VolatileDisk in(Path root) throws IOException {
    VolatileDisk disk = new VolatileDisk(root);
    Files.createDirectories(disk.tree);
    Files.createDirectories(disk.attic);
    return disk;
  }

  /** The disk's only directory, as a path of its own file system. */
  public Path directory() {
    return fileSystem.pathOf(tree);
  }

  /** Whether the disk refuses to be written to from now on. */
  public synchronized void refuse(boolean isRefusing) {
    this.isRefusing = isRefusing;
  }

  /** Has {@code hook} run before anything is made durable, which it may hold up. */
  public void beforeForce(Runnable hook) {
    beforeForce = hook;
  }

  /**
   * Cuts the power.
   *
   * @param newRoot where the disk is in its next life: a dead process, which is this very one, may
   *     still have this one's files open and locked
   */
  public synchronized VolatileDisk cutPower(Path newRoot, Random random) throws IOException {
    copy(root, newRoot);
    VolatileDisk after = new VolatileDisk(newRoot);
    double lostShare = random.nextInt(3) / 2.0;
    for (Map.Entry<Path, Unforced> file : files.entrySet()) {
      Path copy = newRoot.resolve(root.relativize(file.getKey()).toString());
      if (Files.exists(copy)) {
        lose(copy, file.getValue(), lostShare, random);
      }
    }
    for (NameChange change : lostChanges(random).reversed()) {
      after.undo(change, this);
    }
    deleteAll(after.attic);
    Files.createDirectories(after.attic);
    close();
    return after;
  }

  /** Goes on elsewhere with nothing lost, and nothing more synchronised than before. */
  public synchronized VolatileDisk restart(Path newRoot) throws IOException {
    copy(root, newRoot);
    VolatileDisk after = new VolatileDisk(newRoot);
    files.forEach((path, unforced) -> after.files.put(after.here(path, this), unforced));
    for (NameChange change : changes) {
      after.changes.add(
          switch (change) {
            case NameChange.Created(Path path) -> new NameChange.Created(after.here(path, this));
            case NameChange.Removed(Path path, Path saved) ->
                new NameChange.Removed(after.here(path, this), after.here(saved, this));
            case NameChange.Renamed(Path from, Path to) ->
                new NameChange.Renamed(after.here(from, this), after.here(to, this));
          });
    }
    after.savedCount = savedCount;
    close();
    return after;
  }

  private static void lose(Path file, Unforced unforced, double lostShare, Random random)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (Map.Entry<Long, List<byte[]>> sector : unforced.all().entrySet()) {
        List<byte[]> versions = sector.getValue();
        if (random.nextDouble() < lostShare) {
          byte[] kept = versions.get(random.nextInt(versions.size()));
          channel.write(ByteBuffer.wrap(kept), sector.getKey() * SECTOR_BYTES);
        }
      }
    }
  }

  /** Of each directory the changes from somewhere on. */
  private List<NameChange> lostChanges(Random random) {
    Map<Path, Integer> kept = new TreeMap<>();
    changes.forEach(change -> kept.merge(change.directory(), 1, Integer::sum));
    kept.replaceAll((_, count) -> random.nextInt(count + 1));
    List<NameChange> lost = new ArrayList<>();
    for (NameChange change : changes) {
      if (kept.merge(change.directory(), -1, Integer::sum) < 0) {
        lost.add(change);
      }
    }
    return lost;
  }

  private void undo(NameChange change, VolatileDisk before) throws IOException {
    switch (change) {
      case NameChange.Created(Path path) -> deleteAll(here(path, before));
      case NameChange.Removed(Path path, Path saved) ->
          move(here(saved, before), here(path, before));
      case NameChange.Renamed(Path from, Path to) -> move(here(to, before), here(from, before));
    }
  }

  private Path here(Path path, VolatileDisk before) {
    return root.resolve(before.root.relativize(path).toString());
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from) && Files.exists(parentOf(to))) {
      Files.deleteIfExists(to);
      Files.move(from, to);
    }
  }

  synchronized void requireWritable() throws IOException {
    if (isRefusing) {
      throw new IOException("the simulated disk refuses");
    }
  }

  /** Some bytes are about to be written. */
  synchronized void writes(Path file, long offset, int length) throws IOException {
    requireWritable();
    Unforced unforced = files.computeIfAbsent(file, _ -> new Unforced());
    try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long sector = offset / SECTOR_BYTES; sector * SECTOR_BYTES < offset + length; sector++) {
        byte[] before = new byte[SECTOR_BYTES];
        reader.read(ByteBuffer.wrap(before), sector * SECTOR_BYTES);
        unforced.written(sector, before);
      }
    }
  }

  /** A process has {@code channel} open: at the latest it is closed when that has ended. */
  synchronized <T extends Channel> T opened(T channel) {
    open.removeIf(one -> !one.isOpen());
    open.add(channel);
    return channel;
  }

  /** A file, or a directory, is to be made durable. */
  void force(Path path) throws IOException {
    beforeForce.run();
    forceNow(path);
  }

  private synchronized void forceNow(Path path) throws IOException {
    Unforced unforced = files.get(path);
    if (isRefusing && unforced != null) {
      unforced.couldNotBeForced();
    }
    requireWritable();
    if (unforced != null && unforced.forced()) {
      files.remove(path);
    }
    changes.removeIf(change -> change.directory().equals(path));
  }

  synchronized void created(Path path) {
    changes.add(new NameChange.Created(path));
  }

  /** Called instead of renaming. */
  synchronized void rename(Path from, Path to) throws IOException {
    requireWritable();
    if (Files.exists(to)) {
      save(to);
    }
    Files.move(from, to);
    changes.add(new NameChange.Renamed(from, to));
    Unforced unforced = files.remove(from);
    if (unforced != null) {
      files.put(to, unforced);
    }
  }

  /** Called instead of deleting. */
  synchronized void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      Files.delete(path);
    } else {
      save(path);
    }
  }

  private void save(Path path) throws IOException {
    Path saved = attic.resolve(Integer.toString(savedCount++));
    Files.move(path, saved);
    changes.add(new NameChange.Removed(path, saved));
    Unforced unforced = files.remove(path);
    if (unforced != null) {
      files.put(saved, unforced);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.sorted().toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  private static void deleteAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static Path parentOf(Path path) {
    return Objects.requireNonNull(path.getParent(), "below the root");
  }

  /** Removes everything, and closes what a process has open that is no more. */
  @Override
  public synchronized void close() {
    try {
      for (Channel channel : open) {
        channel.close();
      }
      deleteAll(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
