package dev.zerofs.domain.transaction;

import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.time.AccessTimes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume as one operation reads it. Remembers the newest position of what it has read, and the
 * objects whose attributes a refusal tells. For one thread.
 */
public class View {
  private final Reads reads;
  private final AccessTimes accessTimes;
  private final @Nullable Inode[] watched = new @Nullable Inode[2];
  private CommitPosition position = CommitPosition.NONE;

  View(Reads reads, AccessTimes accessTimes) {
    this.reads = reads;
    this.accessTimes = accessTimes;
  }

  /** The newest position of what was read. */
  public final CommitPosition position() {
    return position;
  }

  /**
   * The inode of {@code file}, whose attributes a refusal tells as its {@code slot}-th.
   *
   * @throws Refusal STALE if it does not exist
   */
  public final Inode require(int slot, FileId file) {
    Inode inode = glimpse(slot, file);
    if (inode == null) {
      throw new Refusal(Status.STALE);
    }
    return inode;
  }

  /** As {@link #require}, but null if it does not exist. */
  public final @Nullable Inode glimpse(int slot, FileId file) {
    Inode known = watched[slot];
    if (known != null && known.id().equals(file)) {
      return known;
    }
    touched(file.inode());
    return watch(slot, file, accepted(file.inode(), reads.get(Keys.inode(file.inode()))));
  }

  /**
   * As {@link #require}, of a directory.
   *
   * @throws Refusal STALE if it does not exist, NOTDIR if it is something else
   */
  public final Inode requireDirectory(int slot, FileId directory) {
    Inode inode = require(slot, directory);
    if (!inode.isDirectory()) {
      throw new Refusal(Status.NOTDIR);
    }
    return inode;
  }

  /** What {@code name} stands for in {@code directory}, or null. */
  public final @Nullable Dentry dentry(Inode directory, Bytes name) {
    Entry entry = entryOf(directory, Keys.dentry(directory.id().inode(), name));
    if (entry == null) {
      return null;
    }
    saw(entry.position());
    return Dentry.decode(entry.value());
  }

  /**
   * The inode that a name stands for.
   *
   * @throws KeyValueException.Corrupt if there is none
   */
  public final Inode inode(long id) {
    touched(id);
    return existing(id);
  }

  /** As {@link #inode}, without a lock on it: only for what cannot change meanwhile. */
  protected final Inode existing(long id) {
    Inode inode = accepted(id, reads.get(Keys.inode(id)));
    if (inode == null) {
      throw new KeyValueException.Corrupt("inode:" + id + " is missing", null);
    }
    return inode;
  }

  /** The inodes with these ids in their order, null where there is none, read in one step. */
  public final List<@Nullable Inode> inodes(List<Long> ids) {
    List<Bytes> keys = new ArrayList<>(ids.size());
    for (long id : ids) {
      touched(id);
      keys.add(Keys.inode(id));
    }
    List<@Nullable Entry> entries = reads.getAll(keys);
    List<@Nullable Inode> inodes = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      inodes.add(accepted(ids.get(i), entries.get(i)));
    }
    return inodes;
  }

  /**
   * A file's inode, as {@link #require}, together with its chunks {@code first} to before {@code
   * end}, null for those that are absent: all of one moment.
   */
  public final List<@Nullable Bytes> requireWithChunks(FileId file, long first, long end) {
    long id = file.inode();
    touched(id);
    List<Bytes> keys = new ArrayList<>((int) (end - first) + 1);
    keys.add(Keys.inode(id));
    for (long index = first; index < end; index++) {
      keys.add(Keys.chunk(id, index));
    }
    List<@Nullable Entry> entries = reads.getAll(keys);
    if (watch(0, file, accepted(id, entries.get(0))) == null) {
      throw new Refusal(Status.STALE);
    }
    return values(entries.subList(1, entries.size()));
  }

  /** One chunk, or null if it is absent. */
  public final @Nullable Bytes chunk(Inode file, long index) {
    Entry entry = entryOf(file, Keys.chunk(file.id().inode(), index));
    if (entry == null) {
      return null;
    }
    saw(entry.position());
    return entry.value();
  }

  /** The sum of the lengths of the chunks {@code first} to before {@code end}. */
  public final long measureChunks(Inode file, long first, long end) {
    if (first >= end) {
      return 0;
    }
    long id = file.id().inode();
    return bytesOf(file, Keys.chunk(id, first), Keys.chunk(id, end));
  }

  /** The entries of {@code directory} with cookies from {@code cookie} on. */
  public final Cursor cookiesFrom(Inode directory, long cookie) {
    long id = directory.id().inode();
    return reads.scan(Keys.cookie(id, cookie), Keys.cookie(id, Long.MAX_VALUE));
  }

  /** The attributes that a refusal tells. */
  final List<Wcc> watchedAttributes() {
    List<Wcc> attributes = new ArrayList<>(watched.length);
    int count = watched[1] != null ? 2 : watched[0] != null ? 1 : 0;
    for (int slot = 0; slot < count; slot++) {
      Inode inode = watched[slot];
      attributes.add(inode == null ? Wcc.UNKNOWN : Wcc.unchanged(inode.attributes()));
    }
    return attributes;
  }

  /** Called before the inode {@code id} is read. */
  void touched(long id) {}

  /** Reads a record that belongs to {@code owner} and changes only together with it. */
  @Nullable Entry entryOf(Inode owner, Bytes key) {
    return reads.get(key);
  }

  /** Measures records that belong to {@code owner} and change only together with it. */
  long bytesOf(Inode owner, Bytes from, Bytes to) {
    return reads.measure(from, to).valueBytes();
  }

  private @Nullable Inode watch(int slot, FileId file, @Nullable Inode inode) {
    if (inode == null || inode.id().generation() != file.generation()) {
      return null;
    }
    watched[slot] = inode;
    return inode;
  }

  private @Nullable Inode accepted(long id, @Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    saw(accessTimes.lastChange(id, entry.position()));
    return accessTimes.current(InodeCodec.decode(id, entry.value()));
  }

  private List<@Nullable Bytes> values(List<@Nullable Entry> entries) {
    List<@Nullable Bytes> values = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (entry != null) {
        saw(entry.position());
      }
      values.add(entry == null ? null : entry.value());
    }
    return values;
  }

  private void saw(CommitPosition seen) {
    position = position.max(seen);
  }
}
