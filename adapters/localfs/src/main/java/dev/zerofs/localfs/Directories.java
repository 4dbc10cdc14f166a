package dev.zerofs.localfs;

import dev.zerofs.localfs.FileCalls.Attributes;
import dev.zerofs.localfs.FileCalls.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories below a store's own: made when the first object needs them, durable before it is
 * acknowledged, and never left through a symbolic link. Safe for use by any number of threads.
 *
 * <p>A directory that is there need not be durable yet: whoever made it may still be at it. So only
 * those are taken as durable whose parents this process has synced since.
 */
final class Directories {

  /** Bounds the memory; forgetting costs a sync. */
  private static final int DURABLE_MAX = 10_000;

  private final Path root;
  private final FileCalls files;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  Directories(Path root, FileCalls files) {
    this.root = root;
    this.files = files;
  }

  /**
   * Whether {@code directory} and all above it up to the root are there.
   *
   * @throws dev.zerofs.ports.objectstore.ObjectStoreException.Fatal if one is a symbolic link
   */
  boolean exists(Path directory) throws IOException {
    for (Path part : partsOf(directory)) {
      Attributes attributes = files.attributes(part);
      if (attributes == null || attributes.kind() == Kind.FILE) {
        return false;
      }
      requireDirectory(part, attributes);
    }
    return true;
  }

  /**
   * Makes {@code directory} where it is not there, and durable.
   *
   * @throws dev.zerofs.ports.objectstore.ObjectStoreException.Fatal if an object or a symbolic link
   *     is in the way
   * @throws NoSuchFileException if somebody is removing empty directories; try again
   */
  void ensure(Path directory) throws IOException {
    Path above = root;
    for (Path part : partsOf(directory)) {
      create(part);
      if (!durable.contains(part)) {
        files.syncDirectory(above);
        remember(part);
      }
      above = part;
    }
  }

  private void create(Path part) throws IOException {
    Attributes attributes = files.attributes(part);
    if (attributes == null) {
      forget(part);
      try {
        files.createDirectory(part);
        return;
      } catch (FileAlreadyExistsException _) {
        attributes = files.attributes(part);
      }
    }
    requireDirectory(part, attributes);
  }

  private void requireDirectory(Path part, @Nullable Attributes attributes) throws IOException {
    if (attributes == null) {
      throw new NoSuchFileException(part.toString());
    }
    if (attributes.kind() != Kind.DIRECTORY) {
      throw FileFailures.refused(
          attributes.kind() == Kind.FILE
              ? part + " is an object: a directory cannot keep objects below it"
              : part + " is a symbolic link or device, which this store does not follow");
    }
  }

  private void remember(Path part) {
    if (durable.size() >= DURABLE_MAX) {
      durable.clear();
    }
    durable.add(part);
  }

  /** Makes a removal from {@code directory} durable, which itself may be gone by now. */
  void syncNearest(Path directory) throws IOException {
    try {
      files.syncDirectory(directory);
    } catch (NoSuchFileException e) {
      Path above = directory.getParent();
      if (above == null || directory.equals(root)) {
        throw e;
      }
      syncNearest(above);
    }
  }

  /** Takes {@code directory} for durable no longer. */
  void forget(Path directory) {
    durable.remove(directory);
  }

  /**
   * Makes the names in {@code directory} and below durable, whoever gave them, and removes what is
   * but an empty directory; one that a put is about to use may go, too: the put makes it again.
   *
   * @return whether {@code directory} itself is gone
   */
  boolean settle(Path directory) throws IOException {
    try {
      return settleExisting(directory);
    } catch (NoSuchFileException _) {
      forget(directory);
      return true; // another process was quicker
    }
  }

  private boolean settleExisting(Path directory) throws IOException {
    boolean empty = true;
    for (String name : files.names(directory)) {
      Path child = directory.resolve(name);
      Attributes attributes = files.attributes(child);
      boolean gone = attributes == null || (attributes.kind() == Kind.DIRECTORY && settle(child));
      empty &= gone;
    }
    if (empty && files.deleteEmptyDirectory(directory)) {
      forget(directory);
      return true;
    }
    files.syncDirectory(directory);
    return false;
  }

  /** Every directory from the first below the root down to {@code directory}. */
  private Iterable<Path> partsOf(Path directory) {
    Path relative = root.relativize(directory);
    if (relative.toString().isEmpty()) {
      return List.of();
    }
    List<Path> parts = new ArrayList<>();
    for (int i = 1; i <= relative.getNameCount(); i++) {
      parts.add(root.resolve(relative.subpath(0, i)));
    }
    return parts;
  }
}
