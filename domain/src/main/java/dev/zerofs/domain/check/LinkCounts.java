package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.Arrays;

/**
 * Compares how often inodes are named with how often they should be. Names of one inode may be
 * anywhere, so all of them are walked, once for every so many inodes: that bounds the memory.
 */
final class LinkCounts {
  private static final int WINDOW_INODES = 1 << 20;
  private static final int WINDOW_FIRST = 1 << 10;

  private final Reads reads;
  private final Problems problems;
  private long[] ids = new long[WINDOW_FIRST];
  private int[] missing = new int[WINDOW_FIRST];
  private int count;

  LinkCounts(Reads reads, Problems problems) {
    this.reads = reads;
    this.problems = problems;
  }

  /** Expects {@code names} names of an inode; ids come in ascending order. */
  void expect(long id, int names) {
    if (count == WINDOW_INODES) {
      finish();
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      missing = Arrays.copyOf(missing, 2 * count);
    }
    ids[count] = id;
    missing[count] = names;
    count++;
  }

  /** Compares those that are expected so far. */
  void finish() {
    if (count == 0) {
      return;
    }
    try (Cursor cursor = reads.scan(Keys.dentriesFrom(0), Keys.dentriesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        countName(entry);
      }
    }
    for (int i = 0; i < count; i++) {
      problems.expect(ids[i], "inode:" + ids[i] + ": names that are missing", 0, missing[i]);
    }
    count = 0;
  }

  private void countName(Entry entry) {
    long inode;
    try {
      inode = Dentry.decode(entry.value()).inode();
    } catch (KeyValueException.Corrupt _) {
      // Reported where names are checked.
      return;
    }
    int at = Arrays.binarySearch(ids, 0, count, inode);
    if (at >= 0) {
      missing[at]--;
    }
  }
}
