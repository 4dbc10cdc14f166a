package dev.zerofs.domain.listing;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys whose text may begin with a prefix: a stretch that holds them all, and others perhaps.
 *
 * @param from the first key
 * @param to the first key after them
 * @param firstChunkOwner the first inode whose chunks may be among them
 * @param lastChunkOwner the last one
 */
record KeyRange(Bytes from, Bytes to, long firstChunkOwner, long lastChunkOwner) {
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});
  private static final Bytes LAST = Bytes.wrap(new byte[] {-1, -1});

  /** A kind with the number of its inode, to its end. */
  private static final Pattern NUMBERED =
      Pattern.compile("(dentry|cookie|chunk):(\\d{1,18})/.*", Pattern.DOTALL);

  private static final Pattern KIND =
      Pattern.compile("(reply|inode|dentry|cookie|chunk):.*", Pattern.DOTALL);

  private static final KeyRange ALL = new KeyRange(FIRST, LAST, 0, Long.MAX_VALUE);

  static KeyRange of(String prefix) {
    Matcher numbered = NUMBERED.matcher(prefix);
    if (numbered.matches()) {
      return numbered(numbered.group(1), Long.parseLong(numbered.group(2)));
    }
    Matcher kind = KIND.matcher(prefix);
    return kind.matches() ? kind(kind.group(1)) : ALL;
  }

  private static KeyRange numbered(String kind, long id) {
    return switch (kind) {
      case "dentry" -> records(Keys.dentriesFrom(id), Keys.dentriesFrom(id + 1));
      case "cookie" -> records(Keys.cookie(id, 0), Keys.cookie(id + 1, 0));
      default -> new KeyRange(Keys.chunk(id, 0), Keys.chunksEnd(id), id, id);
    };
  }

  private static KeyRange kind(String kind) {
    return switch (kind) {
      case "reply" -> records(Keys.repliesFrom(0), Keys.repliesEnd());
      case "inode" -> records(Keys.inode(0), Keys.inodesEnd());
      case "dentry" -> records(Keys.dentriesFrom(0), Keys.dentriesEnd());
      case "cookie" -> records(Keys.cookie(0, 0), Keys.cookiesEnd());
      default -> new KeyRange(Keys.chunk(0, 0), Keys.chunksEnd(), 0, Long.MAX_VALUE);
    };
  }

  private static KeyRange records(Bytes from, Bytes to) {
    return new KeyRange(from, to, 0, -1);
  }
}
