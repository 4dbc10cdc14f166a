package dev.zerofs.domain.time;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access times that are newer than their inodes' records.
 *
 * <p>A read notes its time here and is answered at once. The next change of the inode takes the
 * noted time into its record; times that no change picks up are written many in one batch when
 * {@link #isFull} (and when the volume is closed). A crash loses what is only here.
 *
 * <p>A noted time belongs to one state of the inode, named by its ctime, which grows with every
 * change: once the record has another one, the noted time is void. So nobody has to withdraw it.
 *
 * <p>Writing only an atime gives the record a new commit position that no reply should wait for.
 * The position of the last real change is remembered here for a while; where it has been forgotten,
 * replies wait longer than they must.
 *
 * <p>Safe for use by any number of threads.
 */
public final class AccessTimes {
  private static final int NOTED_MAX = 1024;
  private static final int DROPPED_FROM = 4 * NOTED_MAX;
  private static final int POSITIONS_MAX = 16 * 1024;

  /**
   * A time to be written.
   *
   * @param changed the ctime of the state that was read
   * @param accessed the atime
   */
  record Noted(long changed, long accessed) {}

  /**
   * Which change a record's position stands for.
   *
   * @param written the batch that wrote only the atime
   * @param real the last batch that changed anything else
   */
  private record Written(CommitPosition written, CommitPosition real) {}

  private final AccessTimePolicy policy;
  private final ConcurrentHashMap<Long, Noted> noted = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, Written> positions = new ConcurrentHashMap<>();

  /** Notes times as {@code policy} says. */
  public AccessTimes(AccessTimePolicy policy) {
    this.policy = policy;
  }

  /** Notes that {@code inode} was read at {@code now}, and returns it as it is from then on. */
  public Inode note(Inode inode, long now) {
    if (!policy.notes(inode.times(), now) || noted.mappingCount() >= DROPPED_FROM) {
      return inode;
    }
    noted.put(inode.id().inode(), new Noted(inode.times().changed(), now));
    return inode.withTimes(inode.times().withAccessed(now));
  }

  /** The inode of a record, with the time that was noted for it. */
  public Inode current(Inode recorded) {
    if (noted.isEmpty()) {
      return recorded;
    }
    long id = recorded.id().inode();
    Noted pending = noted.get(id);
    if (pending == null) {
      return recorded;
    }
    if (pending.changed() != recorded.times().changed()) {
      // A reader of an older snapshot may come here: it must not void what is newer than itself.
      if (pending.changed() < recorded.times().changed()) {
        noted.remove(id, pending);
      }
      return recorded;
    }
    return recorded.withTimes(recorded.times().withAccessed(pending.accessed()));
  }

  /** Whether it is time to write what is noted. */
  public boolean isFull() {
    return noted.mappingCount() >= NOTED_MAX;
  }

  /** The inodes that a time is noted for. */
  public List<Long> inodes() {
    return new ArrayList<>(noted.keySet());
  }

  /** Forgets a time, because it was written or its inode is gone. */
  public void written(long inode, long accessed) {
    noted.computeIfPresent(inode, (_, pending) -> pending.accessed() == accessed ? null : pending);
  }

  /** Forgets whatever is noted for an inode that does not exist any more. */
  public void gone(long inode) {
    noted.remove(inode);
  }

  /** Gives all noted times up. */
  public void drop() {
    noted.clear();
  }

  /** Remembers that the batch at {@code written} changed nothing of the inode but its atime. */
  public void remember(long inode, CommitPosition written, CommitPosition real) {
    if (positions.mappingCount() >= POSITIONS_MAX) {
      positions.clear();
    }
    positions.put(inode, new Written(written, real));
  }

  /** The last real change of an inode whose record was written at {@code position}. */
  public CommitPosition lastChange(long inode, CommitPosition position) {
    if (positions.isEmpty()) {
      return position;
    }
    Written last = positions.get(inode);
    return last != null && last.written().equals(position) ? last.real() : position;
  }
}
