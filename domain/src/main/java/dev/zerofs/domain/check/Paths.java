package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where inodes are: a path of each, as people read it. Only names know inodes, so those that are
 * wanted are looked for together, in one walk over all names. What cannot be read is passed over:
 * this is for volumes that are damaged. For one thread.
 */
final class Paths {
  private static final int DEPTH_MAX = 1 << 10;
  private static final int DIRECTORIES_MAX = 1 << 14;

  /** So many directories in a row that cannot be read are enough. */
  private static final int DAMAGED_MAX = 1 << 10;

  /** A name and where it is. */
  private record Place(long directory, Bytes name) {}

  private final Reads reads;
  private final Map<Long, Place> places = new HashMap<>();
  private final Map<Long, String> directories = new HashMap<>();

  Paths(Reads reads) {
    this.reads = reads;
  }

  /** Looks for names of {@code inodes}. */
  void find(Collection<Long> inodes) {
    Set<Long> wanted = new HashSet<>(inodes);
    wanted.remove(Inode.ROOT);
    wanted.remove(Problem.NOBODY);
    wanted.removeAll(places.keySet());
    long from = 0;
    for (int tries = 0; tries < DAMAGED_MAX && !wanted.isEmpty() && from >= 0; tries++) {
      from = find(wanted, from);
    }
  }

  /** The first directory after one that cannot be read, or a negative number at the end. */
  private long find(Set<Long> wanted, long from) {
    long directory = from;
    try (Cursor cursor = reads.scan(Keys.dentriesFrom(from), Keys.dentriesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        directory = Keys.owner(entry.key());
        take(entry, wanted);
        if (wanted.isEmpty()) {
          return -1;
        }
      }
      return -1;
    } catch (KeyValueException.Corrupt _) {
      return directory + 1;
    }
  }

  private void take(Entry entry, Set<Long> wanted) {
    try {
      long inode = Dentry.decode(entry.value()).inode();
      if (wanted.remove(inode)) {
        places.put(inode, new Place(Keys.owner(entry.key()), Keys.name(entry.key())));
      }
    } catch (KeyValueException.Corrupt _) {
      // It names nobody.
    }
  }

  /** A path of {@code inode}; if no name of it was found, its number. */
  String of(long inode) {
    if (inode == Inode.ROOT) {
      return "/";
    }
    Place place = places.get(inode);
    return place == null ? "(no name)" : of(place.directory(), place.name());
  }

  /** The path of {@code name} in {@code directory}. */
  String of(long directory, Bytes name) {
    return directory(directory, 0) + "/" + Description.name(name);
  }

  /** The path of a directory, without a slash at its end. */
  private String directory(long id, int depth) {
    if (id == Inode.ROOT) {
      return "";
    }
    String known = directories.get(id);
    if (known != null) {
      return known;
    }
    Place place = depth > DEPTH_MAX ? null : placeOf(id);
    String path =
        place == null
            ? "(inode:" + id + ")"
            : directory(place.directory(), depth + 1) + "/" + Description.name(place.name());
    if (directories.size() >= DIRECTORIES_MAX) {
      directories.clear();
    }
    directories.put(id, path);
    return path;
  }

  /** A directory is named in the one that it calls its parent. */
  private @Nullable Place placeOf(long id) {
    Place known = places.get(id);
    if (known != null) {
      return known;
    }
    try {
      Entry entry = reads.get(Keys.inode(id));
      return entry != null
              && InodeCodec.decode(id, entry.value()).body() instanceof Body.Directory directory
          ? placeIn(directory.parent(), id)
          : null;
    } catch (KeyValueException.Corrupt _) {
      return null;
    }
  }

  private @Nullable Place placeIn(long parent, long id) {
    try (Cursor cursor = reads.scan(Keys.dentriesFrom(parent), Keys.dentriesFrom(parent + 1))) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        if (Dentry.decode(entry.value()).inode() == id) {
          return new Place(parent, Keys.name(entry.key()));
        }
      }
    }
    return null;
  }
}
