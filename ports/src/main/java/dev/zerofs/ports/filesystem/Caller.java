package dev.zerofs.ports.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf an operation runs, after the protocol's squashing, and for which call of theirs.
 *
 * @param uid user, unsigned 32 bits; 0 is the superuser
 * @param gid primary group, unsigned 32 bits
 * @param groups supplementary groups
 * @param call which call it is, if a repetition of it must not be carried out a second time; else
 *     null
 */
public record Caller(int uid, int gid, List<Integer> groups, @Nullable CallId call) {

  /** The superuser. */
  public static final Caller ROOT = new Caller(0, 0, List.of());

  /** Copies the list. */
  public Caller {
    groups = List.copyOf(groups);
  }

  /** Somebody whose call is no particular one. */
  public Caller(int uid, int gid, List<Integer> groups) {
    this(uid, gid, groups, null);
  }

  /** The same one with the call {@code id}. */
  public Caller calling(@Nullable CallId id) {
    return new Caller(uid, gid, groups, id);
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
