package dev.zerofs.localfs;

import dev.zerofs.localfs.FileCalls.Attributes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the objects of a directory tree in the order of the bytes of their whole keys,
 * which is not the order of a walk directory by directory: {@code a-b} comes before {@code a/b}.
 *
 * <p>A queue holds what may come next, smallest first: {@code name}, which may be an object, or,
 * once it has turned out to be a directory, {@code name/}, whose entries follow when its turn has
 * come. So a name is looked at (lstat) only when everything before it has been returned, and a page
 * of a large directory costs reading its names and looking at as many as the page has objects.
 */
final class KeyWalk {

  private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

  private final Path root;
  private final FileCalls files;
  private final String prefix;
  private final String startAfter;
  private final PriorityQueue<String> queue = new PriorityQueue<>();

  private KeyWalk(Path root, FileCalls files, String prefix, String startAfter) {
    this.root = root;
    this.files = files;
    this.prefix = prefix;
    this.startAfter = startAfter;
  }

  /**
   * A walk over the keys that begin with {@code prefix} and are greater than {@code startAfter}.
   *
   * @throws dev.zerofs.ports.objectstore.ObjectStoreException.Fatal if the prefix leads through a
   *     symbolic link
   */
  static KeyWalk of(
      Path root,
      FileCalls files,
      Directories directories,
      String prefix,
      @Nullable ObjectKey startAfter)
      throws IOException {
    KeyWalk walk = new KeyWalk(root, files, prefix, startAfter == null ? "" : startAfter.value());
    String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (ObjectKey.mayBeginWith(prefix) && directories.exists(root.resolve(directory))) {
      walk.addEntriesOf(directory);
    }
    return walk;
  }

  /** The next object, or null after the last. */
  @Nullable ObjectSummary next() throws IOException {
    for (String name = queue.poll(); name != null; name = queue.poll()) {
      if (name.endsWith("/")) {
        addEntriesOf(name);
        continue;
      }
      Attributes attributes = isOurs(name) ? files.attributes(root.resolve(name)) : null;
      if (attributes == null) {
        continue;
      }
      switch (attributes.kind()) {
        case FILE -> {
          if (name.compareTo(startAfter) > 0 && name.length() <= ObjectKey.LENGTH_MAX) {
            return new ObjectSummary(
                new ObjectKey(name), attributes.sizeBytes(), attributes.modifiedEpochNanos());
          }
        }
        case DIRECTORY -> queue.add(name + "/");
        case OTHER -> {}
      }
    }
    return null;
  }

  /** Whether the last segment, the one before having been looked at, is one that a key can have. */
  private static boolean isOurs(String name) {
    return SEGMENT.matcher(name).region(name.lastIndexOf('/') + 1, name.length()).matches();
  }

  private void addEntriesOf(String directory) throws IOException {
    try {
      for (String segment : files.names(root.resolve(directory))) {
        String name = directory + segment;
        if (name.startsWith(prefix) && mayComeAfterStart(name)) {
          queue.add(name);
        }
      }
    } catch (NoSuchFileException _) {
      // It was removed since it was seen, and so was everything in it.
    }
  }

  /** Whether {@code name}, or something below it if it is a directory, is after the start. */
  private boolean mayComeAfterStart(String name) {
    return name.compareTo(startAfter) > 0
        || (startAfter.startsWith(name)
            && (startAfter.length() == name.length() || startAfter.charAt(name.length()) <= '/'));
  }
}
