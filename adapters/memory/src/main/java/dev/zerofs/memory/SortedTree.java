package dev.zerofs.memory;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map: a change returns a new tree that shares what is unchanged, so that a
 * snapshot is a reference. Safe for use by any number of threads.
 *
 * <p>It is a treap (Seidel and Aragon, 1996): a search tree by key and a heap by a hash of the key,
 * which keeps it about {@code 2 ln n} deep whatever the order of changes. Everything is made from
 * {@link #below}, {@link #fromOn} and {@link #join}, so removing a range costs the depth, too.
 */
final class SortedTree {

  /** The tree without entries. */
  static final SortedTree EMPTY = new SortedTree(null);

  private record Node(
      Entry entry,
      int priority,
      @Nullable Node left,
      @Nullable Node right,
      long entryCount,
      long valueBytes) {

    static Node of(Entry entry, int priority, @Nullable Node left, @Nullable Node right) {
      return new Node(
          entry,
          priority,
          left,
          right,
          1 + countOf(left) + countOf(right),
          entry.value().length() + bytesOf(left) + bytesOf(right));
    }

    Node withLeft(@Nullable Node left) {
      return of(entry, priority, left, right);
    }

    Node withRight(@Nullable Node right) {
      return of(entry, priority, left, right);
    }

    boolean isBelow(Bytes key) {
      return entry.key().compareTo(key) < 0;
    }
  }

  private final @Nullable Node root;

  private SortedTree(@Nullable Node root) {
    this.root = root;
  }

  /** The entry of {@code key}, or null. */
  @Nullable Entry get(Bytes key) {
    Node node = root;
    while (node != null) {
      int order = key.compareTo(node.entry.key());
      if (order == 0) {
        return node.entry;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** This tree with {@code key} set to {@code value} by the batch at {@code position}. */
  SortedTree put(Bytes key, Bytes value, CommitPosition position) {
    Node node = Node.of(new Entry(key, value, position), priorityOf(key), null, null);
    return new SortedTree(join(join(below(root, key), node), fromOn(root, successorOf(key))));
  }

  /** This tree without {@code key}. */
  SortedTree remove(Bytes key) {
    return removeRange(key, successorOf(key));
  }

  /** This tree without the keys with {@code from <= key < to}. */
  SortedTree removeRange(Bytes from, Bytes to) {
    return new SortedTree(join(below(root, from), fromOn(root, to)));
  }

  /** The number of entries with {@code from <= key < to} and the sum of their values' lengths. */
  RangeSize measure(Bytes from, Bytes to) {
    Node range = fromOn(below(root, to), from);
    return new RangeSize(countOf(range), bytesOf(range));
  }

  /** The entries with {@code from <= key < to} in ascending order. */
  Cursor scan(Bytes from, Bytes to) {
    return new Walk(fromOn(below(root, to), from));
  }

  private static long countOf(@Nullable Node node) {
    return node == null ? 0 : node.entryCount;
  }

  private static long bytesOf(@Nullable Node node) {
    return node == null ? 0 : node.valueBytes;
  }

  /** The part of {@code node} with keys less than {@code key}. */
  private static @Nullable Node below(@Nullable Node node, Bytes key) {
    if (node == null) {
      return null;
    }
    return node.isBelow(key) ? node.withRight(below(node.right, key)) : below(node.left, key);
  }

  /** The part of {@code node} with {@code key} and greater ones. */
  private static @Nullable Node fromOn(@Nullable Node node, Bytes key) {
    if (node == null) {
      return null;
    }
    return node.isBelow(key) ? fromOn(node.right, key) : node.withLeft(fromOn(node.left, key));
  }

  /** One tree of two, all keys of {@code left} being less than those of {@code right}. */
  private static @Nullable Node join(@Nullable Node left, @Nullable Node right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return left.priority >= right.priority
        ? left.withRight(join(left.right, right))
        : right.withLeft(join(left, right.left));
  }

  /** The least string of bytes greater than {@code key}. */
  private static Bytes successorOf(Bytes key) {
    byte[] longer = new byte[key.length() + 1];
    key.copyTo(longer, 0);
    return Bytes.wrap(longer);
  }

  /** A hash that looks random also for neighbouring keys (the finalizer of MurmurHash3). */
  private static int priorityOf(Bytes key) {
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  /** Walks a tree in order; holds the nodes whose left side is done. */
  private static final class Walk implements Cursor {
    private final Deque<Node> pending = new ArrayDeque<>();

    Walk(@Nullable Node root) {
      descend(root);
    }

    private void descend(@Nullable Node node) {
      for (Node at = node; at != null; at = at.left) {
        pending.push(at);
      }
    }

    @Override
    public @Nullable Entry next() {
      Node node = pending.poll();
      if (node == null) {
        return null;
      }
      descend(node.right);
      return node.entry;
    }

    @Override
    public void close() {
      pending.clear();
    }
  }
}
