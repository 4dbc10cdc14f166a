package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Body.Directory;
import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;

/**
 * Walks all inodes: each one's own fields, what belongs to it, and what lies between it and the one
 * before and so belongs to nobody.
 */
final class InodeCheck {
  private final Reads reads;
  private final Problems problems;
  private final LinkCounts linkCounts;
  private final Ancestry ancestry;
  private long count;
  private long usedBytes;
  private long lastId = -1;

  InodeCheck(Reads reads, Problems problems) {
    this.reads = reads;
    this.problems = problems;
    this.linkCounts = new LinkCounts(reads, problems);
    this.ancestry = new Ancestry(reads, problems);
  }

  long count() {
    return count;
  }

  long usedBytes() {
    return usedBytes;
  }

  long lastId() {
    return lastId;
  }

  void run() {
    try (Cursor cursor = reads.scan(Keys.inode(0), Keys.inodesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        long id = Keys.owner(entry.key());
        checkGap(Keys.dentriesFrom(lastId + 1), Keys.dentriesFrom(id), "dentries");
        checkGap(Keys.cookie(lastId + 1, 0), Keys.cookie(id, 0), "cookies");
        checkGap(Keys.chunk(lastId + 1, 0), Keys.chunk(id, 0), "chunks");
        lastId = id;
        count++;
        check(id, entry.value());
      }
    }
    checkGap(Keys.dentriesFrom(lastId + 1), Keys.dentriesEnd(), "dentries");
    checkGap(Keys.cookie(lastId + 1, 0), Keys.cookiesEnd(), "cookies");
    checkGap(Keys.chunk(lastId + 1, 0), Keys.chunksEnd(), "chunks");
    linkCounts.finish();
  }

  private void checkGap(Bytes from, Bytes to, String what) {
    if (from.compareTo(to) < 0) {
      long orphans = reads.measure(from, to).entryCount();
      if (orphans > 0) {
        problems.add(orphans + " " + what + " of inodes that do not exist" + first(from, to));
      }
    }
  }

  private String first(Bytes from, Bytes to) {
    try (Cursor cursor = reads.scan(from, to)) {
      Entry first = cursor.next();
      return first == null ? "" : ", the first is " + Description.key(first.key());
    } catch (KeyValueException.Corrupt _) {
      return "";
    }
  }

  private void check(long id, Bytes value) {
    try {
      Inode inode = InodeCodec.decode(id, value);
      usedBytes += inode.usedBytes();
      checkChunks(inode);
      if (inode.body() instanceof Directory directory) {
        checkDirectory(inode, directory);
      } else {
        checkNoNames(inode);
        linkCounts.expect(id, inode.linkCount());
      }
    } catch (KeyValueException.Corrupt e) {
      problems.add(id, "inode:" + id + " cannot be read: " + e);
    }
  }

  private void checkChunks(Inode inode) {
    long id = inode.id().inode();
    RangeSize all = reads.measure(Keys.chunk(id, 0), Keys.chunksEnd(id));
    problems.expect(
        id, "inode:" + id + ": bytes of its chunks", inode.usedBytes(), all.valueBytes());
    if (all.entryCount() == 0) {
      return;
    }
    if (!inode.isRegular()) {
      problems.add(id, "inode:" + id + " is a " + inode.type() + " with chunks");
    }
    long end = Chunks.countFor(inode.sizeBytes());
    long behind = reads.measure(Keys.chunk(id, end), Keys.chunksEnd(id)).entryCount();
    problems.expect(id, "inode:" + id + ": chunks behind its end", 0, behind);
    int boundary = Chunks.within(inode.sizeBytes());
    if (boundary != 0) {
      long last = reads.measure(Keys.chunk(id, end - 1), Keys.chunk(id, end)).valueBytes();
      if (last > boundary) {
        problems.add(id, "inode:" + id + ": its last chunk reaches past its end");
      }
    }
  }

  private void checkDirectory(Inode inode, Directory directory) {
    long id = inode.id().inode();
    long dentries = reads.measure(Keys.dentriesFrom(id), Keys.dentriesFrom(id + 1)).entryCount();
    long cookies = reads.measure(Keys.cookie(id, 0), Keys.cookie(id + 1, 0)).entryCount();
    long tooLate =
        reads.measure(Keys.cookie(id, directory.nextCookie()), Keys.cookie(id + 1, 0)).entryCount();
    problems.expect(id, "inode:" + id + ": dentries", directory.childCount(), dentries);
    problems.expect(id, "inode:" + id + ": cookies", directory.childCount(), cookies);
    problems.expect(id, "inode:" + id + ": cookies from its next one on", 0, tooLate);
    if (directory.childCount() == 0) {
      problems.expect(id, "inode:" + id + ", empty: its link count", 2, inode.linkCount());
    }
    if (id == Inode.ROOT) {
      problems.expect(id, "inode:0: its parent", Inode.ROOT, directory.parent());
    } else {
      linkCounts.expect(id, 1);
      ancestry.requireRooted(id, directory.parent());
    }
  }

  private void checkNoNames(Inode inode) {
    long id = inode.id().inode();
    long names = reads.measure(Keys.dentriesFrom(id), Keys.dentriesFrom(id + 1)).entryCount();
    problems.expect(id, "inode:" + id + ", no directory: dentries", 0, names);
    long cookies = reads.measure(Keys.cookie(id, 0), Keys.cookie(id + 1, 0)).entryCount();
    problems.expect(id, "inode:" + id + ", no directory: cookies", 0, cookies);
  }
}
