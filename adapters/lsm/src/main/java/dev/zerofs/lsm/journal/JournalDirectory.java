package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one volume's journal, locked by this process until it is closed, or only read
 * while another process has it. For one thread at a time.
 */
public final class JournalDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);

  /** How many servers on one machine may have served one volume at once by mistake. */
  private static final int JOURNALS_MAX = 9;

  private static final String SUFFIX = ".journal";
  private static final long ID_MAGIC = 0x5a65726f4a4e4944L;
  private static final int ID_VERSION = 1;
  private static final int ID_BYTES = 30;

  private final Path path;
  private final JournalState id;
  private @Nullable FileChannel lockChannel;

  private JournalDirectory(Path path, @Nullable FileChannel lockChannel, JournalState id) {
    this.path = path;
    this.lockChannel = lockChannel;
    this.id = id;
  }

  /**
   * Opens a journal of {@code volume} below {@code parent}: the one that is wanted, if it is there,
   * also if another process holds it; else the first that nobody uses, made if need be.
   *
   * @param wanted the journal of the writer before, or null
   * @throws IOException if the disk refuses
   * @throws KeyValueException.Unusable if the journal is damaged
   */
  public static JournalDirectory open(
      Path parent, VolumeId volume, @Nullable JournalState wanted, RandomGenerator random)
      throws IOException {
    JournalDirectory first = null;
    for (int i = 1; i <= JOURNALS_MAX; i++) {
      Path path = parent.resolve(volume + (i == 1 ? "" : "-" + i));
      if (first != null && !Files.exists(path)) {
        break;
      }
      JournalDirectory directory = open(path, random);
      if (directory == null) {
        LOG.warn("the journal {} is in use by another process", path);
        JournalDirectory locked = new JournalDirectory(path, null, identity(path, random));
        if (wanted != null && locked.isJournal(wanted)) {
          closeQuietly(first);
          return locked;
        }
      } else if (wanted == null || directory.isJournal(wanted)) {
        closeQuietly(first);
        return directory;
      } else if (first == null) {
        first = directory;
      } else {
        directory.close();
      }
    }
    if (first == null) {
      throw new IOException("all journals below " + parent + " are in use");
    }
    return first;
  }

  private static @Nullable JournalDirectory open(Path path, RandomGenerator random)
      throws IOException {
    createDurably(path);
    warnOfMemory(path);
    FileChannel lockChannel = lock(path);
    if (lockChannel == null) {
      return null;
    }
    try {
      return new JournalDirectory(path, lockChannel, identity(path, random));
    } catch (IOException | RuntimeException e) {
      lockChannel.close();
      throw e;
    }
  }

  /** A journal whose directory vanishes in a power cut has lost everything in it. */
  private static void createDurably(Path path) throws IOException {
    Deque<Path> parents = new ArrayDeque<>();
    for (Path at = path; !Files.isDirectory(at); at = parents.peek()) {
      parents.push(Objects.requireNonNull(at.toAbsolutePath().getParent(), "below a root"));
    }
    Files.createDirectories(path);
    for (Path parent : parents) {
      forceDirectory(parent);
    }
  }

  private static void closeQuietly(@Nullable JournalDirectory directory) throws IOException {
    if (directory != null) {
      directory.close();
    }
  }

  /** Whether there is any journal of {@code volume} below {@code parent}. */
  public static boolean exists(Path parent, VolumeId volume) {
    return Files.isRegularFile(parent.resolve(volume.toString()).resolve("id"));
  }

  /** Whether this is the journal that {@code state} speaks of. */
  public boolean isJournal(JournalState state) {
    return id.idHigh() == state.idHigh() && id.idLow() == state.idLow();
  }

  private static void warnOfMemory(Path path) throws IOException {
    String type = Files.getFileStore(path).type();
    if (type.equals("tmpfs") || type.equals("ramfs")) {
      LOG.warn(
          "the journal {} is on {}: what it holds does not survive a restart of the machine",
          path,
          type);
    }
  }

  private static @Nullable FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // This very process has it: the same answer.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  private static JournalState identity(Path path, RandomGenerator random) throws IOException {
    Path file = path.resolve("id");
    if (Files.exists(file)) {
      Bytes bytes = Bytes.wrap(Files.readAllBytes(file));
      ByteReader in = new ByteReader(bytes, file);
      if (bytes.length() != ID_BYTES || in.u64() != ID_MAGIC || in.u16() != ID_VERSION) {
        throw new KeyValueException.Unusable(file + " is not the identity of a journal", null);
      }
      return new JournalState(in.u64(), in.u64(), false);
    }
    forceDirectory(Objects.requireNonNull(path.toAbsolutePath().getParent(), "below a root"));
    JournalState id = new JournalState(random.nextLong(), random.nextLong(), false);
    Bytes bytes =
        new ByteWriter(ID_BYTES)
            .u64(ID_MAGIC)
            .u16(ID_VERSION)
            .u64(id.idHigh())
            .u64(id.idLow())
            .crc32cFrom(0)
            .takeBytes();
    writeDurably(path, file, bytes);
    return id;
  }

  private static void writeDurably(Path directory, Path file, Bytes content) throws IOException {
    Path draft = directory.resolve(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(content.asByteBuffer());
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(directory);
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Whether this process holds the journal; else it may only be read. */
  public boolean isLocked() {
    return lockChannel != null;
  }

  /** Takes the lock if nobody has it. */
  public boolean tryLock() throws IOException {
    if (lockChannel == null) {
      lockChannel = lock(path);
    }
    return isLocked();
  }

  /** The journal's id, as not drained. */
  public JournalState id() {
    return id;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The numbers of its files, ascending. */
  List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Long number = numberOf(file.getFileName().toString());
        if (number != null) {
          numbers.add(number);
        }
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  private static @Nullable Long numberOf(String name) {
    if (!name.matches("[0-9a-f]{16}\\.journal")) {
      return null;
    }
    return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
  }

  /** The file of this number. */
  Path file(long number) {
    return path.resolve("%016x".formatted(number) + SUFFIX);
  }

  /** Makes what was created, renamed or removed in the directory durable. */
  void force() throws IOException {
    forceDirectory(path);
  }

  /**
   * Moves all journal files out of the way, so that nothing is lost for ever and nothing of them is
   * ever applied.
   *
   * @return where they are now
   */
  public Path setAside(String reason) throws IOException {
    Path target = path.resolve("set-aside-" + reason);
    for (int i = 2; Files.exists(target); i++) {
      target = path.resolve("set-aside-" + reason + "-" + i);
    }
    Files.createDirectories(target);
    for (long number : numbers()) {
      Path file = file(number);
      Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    forceDirectory(target);
    force();
    return target;
  }

  /** Makes every file one without records, to be used again. */
  public void forget() throws IOException {
    for (long number : numbers()) {
      try (FileChannel channel = FileChannel.open(file(number), StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(JournalHead.LENGTH_BYTES), 0);
        channel.force(false);
      }
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    if (lockChannel != null) {
      lockChannel.close();
    }
  }
}
