package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the keys of one kind, by the numbers in its ends. The ends of a stretch need not be
 * whole keys: a part that is left out reads as zeros.
 *
 * @param kind the first byte of the keys
 * @param firstOwner the inode of the first key
 * @param firstOrdinal its cookie or chunk index
 * @param lastOwner the inode of the last key that may be in it
 * @param endOrdinal the first cookie or chunk index of that inode that is not in it
 */
record KeySpan(byte kind, long firstOwner, long firstOrdinal, long lastOwner, long endOrdinal) {

  static final KeySpan INODES = whole(Keys.inode(0));
  static final KeySpan DENTRIES = whole(Keys.dentriesFrom(0));
  static final KeySpan COOKIES = whole(Keys.cookie(0, 0));
  static final KeySpan CHUNKS = whole(Keys.chunk(0, 0));

  private static final int NUMBERS_BYTES = 1 + 2 * Long.BYTES;

  private static KeySpan whole(Bytes first) {
    return new KeySpan(first.at(0), 0, 0, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** What of this kind is in a stretch of keys, or null if nothing is. */
  @Nullable KeySpan cut(Bytes from, Bytes to) {
    Bytes kindFrom = Bytes.wrap(new byte[] {kind});
    Bytes kindTo = Bytes.wrap(new byte[] {(byte) (kind + 1)});
    Bytes low = from.compareTo(kindFrom) > 0 ? from : kindFrom;
    if (low.compareTo(to) >= 0 || low.compareTo(kindTo) >= 0) {
      return null;
    }
    Bytes first = padded(low);
    long owner = Keys.owner(first);
    long ordinal = Keys.ordinal(first);
    return to.compareTo(kindTo) >= 0
        ? new KeySpan(kind, owner, ordinal, Long.MAX_VALUE, Long.MAX_VALUE)
        : upTo(owner, ordinal, to);
  }

  private KeySpan upTo(long owner, long ordinal, Bytes to) {
    Bytes end = padded(to);
    long lastOwner = Keys.owner(end);
    // A longer end lies behind the key that it begins with.
    long endOrdinal = Keys.ordinal(end) + (to.length() > NUMBERS_BYTES ? 1 : 0);
    boolean isBefore = to.length() <= 1 + Long.BYTES || (kind != INODES.kind && endOrdinal == 0);
    return isBefore && lastOwner > owner
        ? new KeySpan(kind, owner, ordinal, lastOwner - 1, Long.MAX_VALUE)
        : new KeySpan(kind, owner, ordinal, lastOwner, endOrdinal);
  }

  private static Bytes padded(Bytes key) {
    byte[] numbers = Arrays.copyOf(key.toByteArray(), Math.max(key.length(), NUMBERS_BYTES));
    return Bytes.wrap(numbers);
  }
}
