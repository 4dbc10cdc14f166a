package dev.zerofs.nfs3.mount;

import dev.zerofs.ports.bytes.Bytes;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who says to have mounted what: for people to look at, nothing depends on it. Forgets the oldest
 * entry when it is full. Safe for use by any number of threads.
 */
final class MountTable {

  private static final int MAX_ENTRIES = 512;

  /**
   * One mount.
   *
   * @param client who
   * @param path what, as it was asked for
   */
  record Mount(InetAddress client, Bytes path) {}

  private final Set<Mount> mounts = new LinkedHashSet<>(); // guarded by this

  synchronized void add(Mount mount) {
    mounts.remove(mount);
    if (mounts.size() == MAX_ENTRIES) {
      mounts.remove(mounts.iterator().next());
    }
    mounts.add(mount);
  }

  synchronized void remove(Mount mount) {
    mounts.remove(mount);
  }

  synchronized void removeAll(InetAddress client) {
    mounts.removeIf(mount -> mount.client().equals(client));
  }

  synchronized List<Mount> mounts() {
    return List.copyOf(mounts);
  }
}
