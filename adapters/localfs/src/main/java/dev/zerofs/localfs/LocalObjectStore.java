package dev.zerofs.localfs;

import dev.zerofs.localfs.FileCalls.Attributes;
import dev.zerofs.localfs.FileCalls.Kind;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one directory. See the package's description for how a body gets its name.
 *
 * <p>Several processes may use one directory. A symbolic link inside it is never followed: a call
 * that would have to throws {@link ObjectStoreException.Fatal}, a listing leaves it out. Safe for
 * use by any number of threads.
 */
public final class LocalObjectStore implements ObjectStore {

  /** Where bodies are before they have their names; no key has a segment with a tilde. */
  static final String TEMPORARY_DIRECTORY = "~tmp";

  /** Of a small disk, this part is kept for making room; of a large one, {@link #RESERVE_MAX}. */
  private static final int RESERVE_PART = 16;

  private static final long RESERVE_MAX = 256L << 20;

  /** How often a put begins anew because others clean up under it. */
  private static final int ATTEMPTS_MAX = 20;

  private final Path root;
  private final FileCalls files;
  private final Directories directories;
  private final FileFailures failures;
  private final String temporaryPrefix = UUID.randomUUID() + "-";
  private final AtomicLong temporaryCount = new AtomicLong();

  private LocalObjectStore(Path root, FileCalls files) {
    this.root = root;
    this.files = files;
    this.directories = new Directories(root, files);
    this.failures = new FileFailures(root, files);
  }

  /**
   * Opens the store in {@code directory}, removes what dead processes left of unfinished puts, and
   * makes durable what they did finish.
   *
   * @param directory an existing directory, as a real path
   * @throws ObjectStoreException if it cannot be used
   */
  static LocalObjectStore open(Path directory, FileCalls files) {
    LocalObjectStore store = new LocalObjectStore(directory, files);
    try {
      store.recover();
    } catch (IOException e) {
      throw store.failures.write("open", 0, e);
    }
    return store;
  }

  private void recover() throws IOException {
    Path temporaries = root.resolve(TEMPORARY_DIRECTORY);
    directories.ensure(temporaries);
    // A put that is under way in another process begins anew when its file is gone.
    for (String name : files.names(temporaries)) {
      deleteIfThere(temporaries.resolve(name));
    }
    for (String name : files.names(root)) {
      Path child = root.resolve(name);
      Attributes attributes = files.attributes(child);
      if (attributes != null
          && attributes.kind() == Kind.DIRECTORY
          && !name.equals(TEMPORARY_DIRECTORY)) {
        var _ = directories.settle(child);
      }
    }
    files.syncDirectory(root);
  }

  @Override
  public Bytes get(ObjectKey key) {
    Path file = requireFile(key);
    try {
      Bytes body = files.read(file, 0, Integer.MAX_VALUE - 8);
      if (body.length() == Integer.MAX_VALUE - 8) {
        throw FileFailures.refused(file + " is too long for one get");
      }
      return body;
    } catch (NoSuchFileException _) {
      throw new ObjectStoreException.NotFound(key);
    } catch (IOException e) {
      throw failures.read("get " + key, e);
    }
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " of " + key);
    }
    Path file = requireFile(key);
    try {
      return files.read(file, offset, length);
    } catch (NoSuchFileException _) {
      throw new ObjectStoreException.NotFound(key);
    } catch (IOException e) {
      throw failures.read("get " + key, e);
    }
  }

  private Path requireFile(ObjectKey key) {
    if (find(key) == null) {
      throw new ObjectStoreException.NotFound(key);
    }
    return pathOf(key);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    Attributes file = find(key);
    return file == null
        ? null
        : new ObjectSummary(key, file.sizeBytes(), file.modifiedEpochNanos());
  }

  /** The attributes of the object's file, or null if there is none. */
  private @Nullable Attributes find(ObjectKey key) {
    Path file = pathOf(key);
    try {
      Attributes attributes = directories.exists(parentOf(file)) ? files.attributes(file) : null;
      if (attributes == null) {
        requireMounted();
        return null;
      }
      return switch (attributes.kind()) {
        case FILE -> attributes;
        case DIRECTORY -> null;
        case OTHER -> throw notAFile(file);
      };
    } catch (IOException e) {
      throw failures.read("look up " + key, e);
    }
  }

  /** When the disk below the directory is gone, its objects are out of reach, not deleted. */
  private void requireMounted() throws IOException {
    if (files.attributes(root.resolve(TEMPORARY_DIRECTORY)) == null) {
      throw FileFailures.refused(root + " is no longer there; was it unmounted or removed?");
    }
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    store(key, body, this::renameTo);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    store(key, body, this::linkTo);
  }

  /** How a body that is durable gets its name. */
  private interface Naming {

    /** Gives {@code temporary} the name of {@code key}, or says that it has to be tried again. */
    boolean name(ObjectKey key, Path temporary) throws IOException;
  }

  private void store(ObjectKey key, Bytes body, Naming naming) {
    Path directory = parentOf(pathOf(key));
    try {
      for (int attempt = 1; !tryStore(key, body, naming); attempt++) {
        if (attempt == ATTEMPTS_MAX) {
          throw new ObjectStoreException.Transient(
              pathOf(key) + ": others keep removing its directory", null);
        }
        requireMounted();
        directories.forget(directory);
      }
    } catch (IOException e) {
      throw failures.write("put " + key, body.length(), e);
    }
    try {
      files.syncDirectory(directory);
    } catch (IOException e) {
      throw failures.unsynced("put " + key, e);
    }
  }

  private boolean tryStore(ObjectKey key, Bytes body, Naming naming) throws IOException {
    Path temporary =
        root.resolve(TEMPORARY_DIRECTORY)
            .resolve(temporaryPrefix + temporaryCount.incrementAndGet());
    try {
      directories.ensure(parentOf(pathOf(key)));
      files.createSynced(temporary, body);
      return naming.name(key, temporary);
    } catch (NoSuchFileException _) {
      return false;
    } finally {
      deleteQuietly(temporary);
    }
  }

  private boolean renameTo(ObjectKey key, Path temporary) throws IOException {
    Path file = pathOf(key);
    Attributes there = files.attributes(file);
    if (there != null && there.kind() == Kind.DIRECTORY) {
      removeEmpty(file);
    }
    files.rename(temporary, file);
    return true;
  }

  private boolean linkTo(ObjectKey key, Path temporary) throws IOException {
    Path file = pathOf(key);
    try {
      files.link(file, temporary);
      return true;
    } catch (FileAlreadyExistsException _) {
      makeRoom(key);
      return false;
    } catch (UnsupportedOperationException e) {
      throw new ObjectStoreException.Fatal(
          root + ": the file system cannot link files, which put-if-absent needs", e);
    }
  }

  /** Says that the object exists, or removes an empty directory that has its name. */
  private void makeRoom(ObjectKey key) throws IOException {
    Path file = pathOf(key);
    Attributes there = files.attributes(file);
    if (there == null) {
      return;
    }
    switch (there.kind()) {
      case FILE -> {
        // Who is told that it exists may build on it, so it must not vanish in a power cut.
        files.syncDirectory(parentOf(file));
        throw new ObjectStoreException.PreconditionFailed(key);
      }
      case DIRECTORY -> removeEmpty(file);
      case OTHER -> throw notAFile(file);
    }
  }

  private void removeEmpty(Path directory) throws IOException {
    if (!directories.settle(directory)) {
      throw FileFailures.refused(
          directory + " is a directory of objects: it cannot be an object itself");
    }
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    try {
      KeyWalk walk = KeyWalk.of(root, files, directories, prefix, startAfter);
      List<ObjectSummary> page = new ArrayList<>();
      for (ObjectSummary o = walk.next(); o != null; o = walk.next()) {
        if (page.size() == limit) {
          return new ObjectPage(page, true);
        }
        page.add(o);
      }
      requireMounted();
      return new ObjectPage(page, false);
    } catch (IOException e) {
      throw failures.read("list " + prefix, e);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    deleteAll(List.of(key));
  }

  /** Directories stay: a put may be about to use them. The next open removes the empty ones. */
  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    Set<Path> changed = new LinkedHashSet<>();
    try {
      for (ObjectKey key : keys) {
        Path file = pathOf(key);
        if (find(key) != null && deleteIfThere(file)) {
          changed.add(parentOf(file));
        }
      }
    } catch (IOException e) {
      throw failures.write("delete", 0, e);
    }
    try {
      for (Path directory : changed) {
        directories.syncNearest(directory);
      }
    } catch (IOException e) {
      throw failures.unsynced("delete", e);
    }
  }

  /** Whether it was there. */
  private boolean deleteIfThere(Path file) throws IOException {
    try {
      files.delete(file);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private void deleteQuietly(Path temporary) {
    try {
      files.delete(temporary);
    } catch (IOException _) {
      // It was renamed, or the next open removes it; nobody sees it.
    }
  }

  /** Merging tables and moving values out of segments need room before they give any back. */
  @Override
  public OptionalLong roomBytes() {
    try {
      long reserve = Math.min(RESERVE_MAX, files.totalBytes(root) / RESERVE_PART);
      return OptionalLong.of(Math.max(0, files.usableBytes(root) - reserve));
    } catch (IOException e) {
      throw failures.read("look for room", e);
    }
  }

  @Override
  public String location() {
    return root.toUri().toString();
  }

  /** Does nothing: there are no connections. */
  @Override
  public void close() {}

  private Path pathOf(ObjectKey key) {
    return root.resolve(key.value());
  }

  private static Path parentOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "below the root");
  }

  private static ObjectStoreException notAFile(Path file) {
    return FileFailures.refused(
        file + " is a symbolic link or device, which this store does not follow");
  }
}
