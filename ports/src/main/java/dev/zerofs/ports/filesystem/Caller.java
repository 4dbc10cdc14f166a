package dev.zerofs.ports.filesystem;

import java.util.List;

/**
 * On whose behalf an operation runs, after the protocol's squashing.
 *
 * @param uid user, unsigned 32 bits; 0 is the superuser
 * @param gid primary group, unsigned 32 bits
 * @param groups supplementary groups
 */
public record Caller(int uid, int gid, List<Integer> groups) {

  /** The superuser. */
  public static final Caller ROOT = new Caller(0, 0, List.of());

  /** Copies the list. */
  public Caller {
    groups = List.copyOf(groups);
  }

  /** Whether permission checks are waived. */
  public boolean isSuperuser() {
    return uid == 0;
  }

  /** Whether {@code group} is the primary or a supplementary group. */
  public boolean isMember(int group) {
    return gid == group || groups.contains(group);
  }
}
