package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.CookieEntry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.domain.transaction.View;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.DirectoryEntry;
import dev.zerofs.ports.filesystem.DirectoryListing;
import dev.zerofs.ports.filesystem.EntrySink;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listing directories. Safe for use by any number of threads. */
public final class Listing {
  private static final Bytes DOT = Bytes.utf8(".");
  private static final Bytes DOT_DOT = Bytes.utf8("..");
  private static final long DOT_COOKIE = 1;
  private static final long DOT_DOT_COOKIE = 2;

  /** How many inodes are read together; the first reads are short, since they may be the last. */
  private static final int WINDOW_MIN = 16;

  private static final int WINDOW_MAX = 128;

  private final Transactions transactions;

  /** Lists what {@code transactions} reads. */
  public Listing(Transactions transactions) {
    this.transactions = transactions;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#list}. */
  public Result<DirectoryListing> list(
      Caller caller, FileId directory, long afterCookie, boolean withAttributes, EntrySink sink) {
    Result<DirectoryListing> result =
        transactions.read(
            view -> {
              Inode inode = view.requireDirectory(0, directory);
              if (!Permissions.mayRead(inode, caller)) {
                throw new Refusal(Status.ACCES);
              }
              boolean complete = listAll(view, inode, afterCookie, withAttributes, sink);
              return new DirectoryListing(transactions.accessed(inode).attributes(), complete);
            });
    transactions.settleAccessTimes();
    return result;
  }

  private static boolean listAll(
      View view, Inode directory, long afterCookie, boolean withAttributes, EntrySink sink) {
    if (afterCookie < 0) {
      return true;
    }
    if (afterCookie < DOT_COOKIE
        && !sink.accept(entry(DOT, DOT_COOKIE, directory, withAttributes))) {
      return false;
    }
    if (afterCookie < DOT_DOT_COOKIE) {
      long parentId = directory.directory().parent();
      Inode parent = parentId == directory.id().inode() ? directory : view.inode(parentId);
      if (!sink.accept(entry(DOT_DOT, DOT_DOT_COOKIE, parent, withAttributes))) {
        return false;
      }
    }
    long next = Math.max(afterCookie, DOT_DOT_COOKIE) + 1;
    return next < 0 || listNames(view, directory, next, withAttributes, sink);
  }

  private static boolean listNames(
      View view, Inode directory, long fromCookie, boolean withAttributes, EntrySink sink) {
    int windowSize = WINDOW_MIN;
    try (Cursor cursor = view.cookiesFrom(directory, fromCookie)) {
      for (; ; ) {
        List<Place> window = nextWindow(cursor, windowSize);
        if (!offer(window, withAttributes ? attributes(view, window) : null, sink)) {
          return false;
        }
        if (window.size() < windowSize) {
          return true;
        }
        windowSize = Math.min(2 * windowSize, WINDOW_MAX);
      }
    }
  }

  /** A name and its cookie. */
  private record Place(long cookie, CookieEntry entry) {}

  private static List<Place> nextWindow(Cursor cursor, int windowSize) {
    List<Place> window = new ArrayList<>(windowSize);
    while (window.size() < windowSize) {
      Entry entry = cursor.next();
      if (entry == null) {
        break;
      }
      window.add(new Place(Keys.ordinal(entry.key()), CookieEntry.decode(entry.value())));
    }
    return window;
  }

  private static List<@Nullable Inode> attributes(View view, List<Place> window) {
    List<Long> ids = new ArrayList<>(window.size());
    for (Place place : window) {
      ids.add(place.entry().inode());
    }
    return view.inodes(ids);
  }

  /** Offers a window's names. A name whose inode is missing is damage, and is left out. */
  private static boolean offer(
      List<Place> window, @Nullable List<@Nullable Inode> inodes, EntrySink sink) {
    for (int i = 0; i < window.size(); i++) {
      CookieEntry entry = window.get(i).entry();
      Attributes attributes = null;
      if (inodes != null) {
        Inode inode = inodes.get(i);
        if (inode == null) {
          continue;
        }
        attributes = inode.attributes();
      }
      var offered =
          new DirectoryEntry(entry.name(), window.get(i).cookie(), entry.inode(), attributes);
      if (!sink.accept(offered)) {
        return false;
      }
    }
    return true;
  }

  private static DirectoryEntry entry(
      Bytes name, long cookie, Inode inode, boolean withAttributes) {
    return new DirectoryEntry(
        name, cookie, inode.id().inode(), withAttributes ? inode.attributes() : null);
  }
}
