package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it means for files that some keys' values cannot be read: which paths are concerned, and
 * which bytes of them. For one thread.
 */
public final class LostKeys {
  /** Of one loss, so many files are named. */
  private static final int FILES_MAX = 1000;

  /**
   * Some keys whose values cannot be read.
   *
   * @param problem why, in one line
   * @param from the first key
   * @param to the first key after them
   */
  public record Loss(String problem, Bytes from, Bytes to) {}

  /**
   * What a loss means for one inode.
   *
   * @param inode which one, or {@link Problem#NOBODY}
   * @param what is concerned, in words
   */
  private record Concern(long inode, String what) {}

  /** A loss in its parts. */
  private record Explained(String problem, List<Concern> concerns) {}

  private final Reads reads;
  private final Paths paths;

  /** Looks paths up in {@code reads}, as far as it can be read. */
  public LostKeys(Reads reads) {
    this.reads = reads;
    this.paths = new Paths(reads);
  }

  /**
   * One line for each of {@code losses}, and more lines, which begin with spaces, where one
   * concerns several files. Several at once cost little more than one.
   */
  public List<String> describe(List<Loss> losses) {
    List<Explained> explained =
        joined(losses).stream().map(loss -> new Explained(loss.problem(), concerns(loss))).toList();
    paths.find(
        explained.stream()
            .flatMap(one -> one.concerns().stream())
            .map(Concern::inode)
            .distinct()
            .toList());
    List<String> lines = new ArrayList<>();
    explained.forEach(one -> write(one, lines));
    return lines;
  }

  private void write(Explained loss, List<String> lines) {
    List<Concern> concerns = loss.concerns();
    if (concerns.size() == 1) {
      lines.add(loss.problem() + ": " + text(concerns.getFirst()));
      return;
    }
    lines.add(loss.problem() + (concerns.isEmpty() ? "" : "; it may concern"));
    concerns.forEach(concern -> lines.add("    " + text(concern)));
  }

  private String text(Concern concern) {
    return concern.inode() == Problem.NOBODY
        ? concern.what()
        : paths.of(concern.inode()) + " (inode:" + concern.inode() + "), " + concern.what();
  }

  /** Losses of neighbouring chunks for the same reason are one. */
  private static List<Loss> joined(List<Loss> losses) {
    List<Loss> joined = new ArrayList<>();
    for (Loss loss : losses) {
      Loss last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && last.problem().equals(loss.problem()) && follows(last, loss)) {
        joined.set(joined.size() - 1, new Loss(last.problem(), last.from(), loss.to()));
      } else {
        joined.add(loss);
      }
    }
    return joined;
  }

  private static boolean follows(Loss last, Loss next) {
    KeySpan before = KeySpan.CHUNKS.cut(last.from(), last.to());
    KeySpan after = KeySpan.CHUNKS.cut(next.from(), next.to());
    return before != null
        && after != null
        && before.lastOwner() == after.firstOwner()
        && before.endOrdinal() == after.firstOrdinal();
  }

  private List<Concern> concerns(Loss loss) {
    List<Concern> concerns = new ArrayList<>();
    if (loss.from().compareTo(Keys.repliesFrom(0)) < 0) {
      concerns.add(
          new Concern(
              Problem.NOBODY,
              "the volume's own records from " + Description.key(loss.from()) + " on"));
    }
    if (loss.from().compareTo(Keys.repliesEnd()) < 0
        && loss.to().compareTo(Keys.repliesFrom(0)) > 0) {
      concerns.add(
          new Concern(
              Problem.NOBODY,
              "results of calls that clients may repeat when the server is started anew"));
    }
    add(KeySpan.INODES.cut(loss.from(), loss.to()), "its attributes", concerns);
    add(KeySpan.DENTRIES.cut(loss.from(), loss.to()), "names in it", concerns);
    add(KeySpan.COOKIES.cut(loss.from(), loss.to()), "the order of its names", concerns);
    addChunks(KeySpan.CHUNKS.cut(loss.from(), loss.to()), concerns);
    return concerns;
  }

  private void add(@Nullable KeySpan span, String what, List<Concern> concerns) {
    if (span != null) {
      owners(span, span.kind() != Keys.inode(0).at(0))
          .forEach(inode -> concerns.add(new Concern(inode, what)));
    }
  }

  private void addChunks(@Nullable KeySpan span, List<Concern> concerns) {
    if (span == null) {
      return;
    }
    for (long id : owners(span, false)) {
      Inode inode = find(id);
      long size = inode == null ? Long.MAX_VALUE : inode.sizeBytes();
      long from = id == span.firstOwner() ? start(span.firstOrdinal()) : 0;
      long end = Math.min(size, id == span.lastOwner() ? start(span.endOrdinal()) : size);
      if (from < end && (inode == null || inode.isRegular())) {
        boolean known = end != Long.MAX_VALUE;
        concerns.add(
            new Concern(id, "bytes " + from + (known ? " to " + (end - 1) : " to its end")));
      }
    }
  }

  private static long start(long ordinal) {
    return ordinal > Long.MAX_VALUE / Chunks.SIZE_BYTES ? Long.MAX_VALUE : Chunks.startOf(ordinal);
  }

  /** The inodes that a stretch of keys may belong to: those at its ends, and who is between. */
  private List<Long> owners(KeySpan span, boolean directoriesOnly) {
    if (span.firstOwner() == span.lastOwner()) {
      return List.of(span.firstOwner());
    }
    List<Long> owners = new ArrayList<>();
    Bytes end =
        span.lastOwner() == Long.MAX_VALUE ? Keys.inodesEnd() : Keys.inode(span.lastOwner() + 1);
    try (Cursor cursor = reads.scan(Keys.inode(span.firstOwner()), end)) {
      Entry entry = cursor.next();
      while (entry != null && owners.size() < FILES_MAX) {
        long id = Keys.owner(entry.key());
        if (!directoriesOnly || InodeCodec.decode(id, entry.value()).isDirectory()) {
          owners.add(id);
        }
        entry = cursor.next();
      }
    } catch (KeyValueException.Corrupt _) {
      // Those that were found are named.
      return owners;
    }
    return owners;
  }

  private @Nullable Inode find(long id) {
    try {
      Entry entry = reads.get(Keys.inode(id));
      return entry == null ? null : InodeCodec.decode(id, entry.value());
    } catch (KeyValueException.Corrupt _) {
      return null;
    }
  }
}
