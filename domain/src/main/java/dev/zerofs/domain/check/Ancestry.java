package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.HashSet;
import java.util.Set;

/** Whether one comes to the root from every directory: finds rings that hang on nothing. */
final class Ancestry {
  private static final int KNOWN_MAX = 1 << 16;

  private final Reads reads;
  private final Problems problems;
  private final Set<Long> knownRooted = new HashSet<>();

  Ancestry(Reads reads, Problems problems) {
    this.reads = reads;
    this.problems = problems;
  }

  void requireRooted(long id, long parent) {
    Set<Long> path = new HashSet<>();
    path.add(id);
    long above = parent;
    while (above != Inode.ROOT && !knownRooted.contains(above)) {
      if (!path.add(above)) {
        problems.add(id, "inode:" + id + " is in a ring of directories");
        return;
      }
      Entry entry = reads.get(Keys.inode(above));
      if (entry == null) {
        problems.add(id, "inode:" + id + ": its ancestor inode:" + above + " is missing");
        return;
      }
      Inode inode = InodeCodec.decode(above, entry.value());
      if (!inode.isDirectory()) {
        problems.add(id, "inode:" + id + ": its ancestor inode:" + above + " is no directory");
        return;
      }
      above = inode.directory().parent();
    }
    if (knownRooted.size() + path.size() > KNOWN_MAX) {
      knownRooted.clear();
    }
    knownRooted.addAll(path);
  }
}
