package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Body.Directory;
import dev.zerofs.domain.layout.CookieEntry;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;

/** Walks all dentries: each one's inode and cookie, and the link count of its directory. */
final class NameCheck {
  private final Reads reads;
  private final Problems problems;
  private long count;

  private long directory = -1;
  private long subdirectories;

  NameCheck(Reads reads, Problems problems) {
    this.reads = reads;
    this.problems = problems;
  }

  long count() {
    return count;
  }

  void run() {
    try (Cursor cursor = reads.scan(Keys.dentriesFrom(0), Keys.dentriesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        count++;
        if (Keys.owner(entry.key()) != directory) {
          finishDirectory();
          directory = Keys.owner(entry.key());
        }
        check(entry);
      }
    }
    finishDirectory();
  }

  private void check(Entry entry) {
    try {
      Dentry dentry = Dentry.decode(entry.value());
      if (dentry.type() == FileType.DIRECTORY) {
        subdirectories++;
      }
      checkInode(entry, dentry);
      checkCookie(entry, dentry);
    } catch (KeyValueException.Corrupt e) {
      report(entry, "cannot be checked: " + e);
    }
  }

  private void checkInode(Entry entry, Dentry dentry) {
    Entry found = reads.get(Keys.inode(dentry.inode()));
    if (found == null) {
      report(entry, "its inode is missing");
      return;
    }
    Inode inode = InodeCodec.decode(dentry.inode(), found.value());
    if (inode.type() != dentry.type()) {
      report(entry, "its inode is a " + inode.type());
    }
    if (inode.body() instanceof Directory child && child.parent() != directory) {
      report(entry, "its inode calls inode:" + child.parent() + " its parent");
    }
  }

  private void checkCookie(Entry entry, Dentry dentry) {
    Entry found = reads.get(Keys.cookie(directory, dentry.cookie()));
    if (found == null) {
      report(entry, "its cookie is missing");
      return;
    }
    CookieEntry cookie = CookieEntry.decode(found.value());
    if (!cookie.equals(new CookieEntry(dentry.inode(), Keys.name(entry.key())))) {
      report(entry, "its cookie belongs to " + Description.describe(found.key(), found.value()));
    }
  }

  private void finishDirectory() {
    if (directory >= 0) {
      checkLinkCount();
    }
    subdirectories = 0;
  }

  private void checkLinkCount() {
    Entry found = reads.get(Keys.inode(directory));
    if (found == null) {
      return;
    }
    try {
      Inode inode = InodeCodec.decode(directory, found.value());
      long expected = 2 + subdirectories;
      problems.expect(
          directory, "inode:" + directory + ": its link count", expected, inode.linkCount());
    } catch (KeyValueException.Corrupt _) {
      // Reported where inodes are checked.
    }
  }

  private void report(Entry entry, String problem) {
    problems.add(
        Keys.owner(entry.key()),
        Keys.name(entry.key()),
        Description.describe(entry.key(), entry.value()) + ": " + problem);
  }
}
