package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The keys of a volume; the grammar stands in this package's description. */
public final class Keys {
  /** How many parts the volume's counters are kept in. */
  public static final int COUNTER_SHARDS = 16;

  /** The key of the {@link FormatRecord}. */
  public static final Bytes FORMAT = Bytes.wrap(new byte[] {0x01});

  /** The key of the {@link NextInodeId}. */
  public static final Bytes NEXT_INODE_ID = Bytes.wrap(new byte[] {0x02});

  /** The length of the key of a remembered result. */
  public static final int REPLY_LENGTH_BYTES = 1 + 3 * Long.BYTES;

  static final byte KIND_COUNTER = 0x03;
  static final byte KIND_REPLY = 0x04;
  static final byte KIND_INODE = 0x10;
  static final byte KIND_DENTRY = 0x11;
  static final byte KIND_COOKIE = 0x12;
  static final byte KIND_CHUNK = 0x13;

  private static final int LONG_BYTES = Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Keys() {}

  /** The key of a {@link UsageRecord}. */
  public static Bytes counter(int shard) {
    return Bytes.wrap(new byte[] {KIND_COUNTER, (byte) shard});
  }

  /** The key of a {@link ReplyCodec remembered result}: when it came about, and of which call. */
  public static Bytes reply(long period, CallId call) {
    byte[] key = new byte[REPLY_LENGTH_BYTES];
    key[0] = KIND_REPLY;
    LONGS.set(key, 1, period);
    LONGS.set(key, 1 + LONG_BYTES, call.high());
    LONGS.set(key, 1 + 2 * LONG_BYTES, call.low());
    return Bytes.wrap(key);
  }

  /** The first key that a result of {@code period} or a later one can have. */
  public static Bytes repliesFrom(long period) {
    return one(KIND_REPLY, period);
  }

  /** The first key after those of all remembered results. */
  public static Bytes repliesEnd() {
    return Bytes.wrap(new byte[] {KIND_REPLY + 1});
  }

  /** The call in the key of a remembered result. */
  public static CallId call(Bytes replyKey) {
    return new CallId(longAt(replyKey, 1 + LONG_BYTES), longAt(replyKey, 1 + 2 * LONG_BYTES));
  }

  /** The key of an {@link Inode}. */
  public static Bytes inode(long id) {
    return one(KIND_INODE, id);
  }

  /** The first key after those of all inodes. */
  public static Bytes inodesEnd() {
    return Bytes.wrap(new byte[] {KIND_INODE + 1});
  }

  /** The key of a {@link Dentry}. */
  public static Bytes dentry(long directory, Bytes name) {
    byte[] key = new byte[1 + LONG_BYTES + name.length()];
    key[0] = KIND_DENTRY;
    LONGS.set(key, 1, directory);
    name.copyTo(key, 1 + LONG_BYTES);
    return Bytes.wrap(key);
  }

  /** The first key that a dentry of {@code directory} or a later one can have. */
  public static Bytes dentriesFrom(long directory) {
    return one(KIND_DENTRY, directory);
  }

  /** The first key after those of all dentries. */
  public static Bytes dentriesEnd() {
    return Bytes.wrap(new byte[] {KIND_DENTRY + 1});
  }

  /** The key of a {@link CookieEntry}. */
  public static Bytes cookie(long directory, long cookie) {
    return two(KIND_COOKIE, directory, cookie);
  }

  /** The first key after those of all cookies. */
  public static Bytes cookiesEnd() {
    return Bytes.wrap(new byte[] {KIND_COOKIE + 1});
  }

  /** The key of a chunk. */
  public static Bytes chunk(long inode, long index) {
    return two(KIND_CHUNK, inode, index);
  }

  /** The first key after those of all chunks of {@code inode}. */
  public static Bytes chunksEnd(long inode) {
    return one(KIND_CHUNK, inode + 1);
  }

  /** The first key after those of all chunks. */
  public static Bytes chunksEnd() {
    return Bytes.wrap(new byte[] {KIND_CHUNK + 1});
  }

  /** The number right after a key's kind: the inode, directory or period it belongs to. */
  public static long owner(Bytes key) {
    return longAt(key, 1);
  }

  /** The second number of a key: a cookie or a chunk's index. */
  public static long ordinal(Bytes key) {
    return longAt(key, 1 + LONG_BYTES);
  }

  /** The name in a dentry's key. */
  public static Bytes name(Bytes dentryKey) {
    return dentryKey.slice(1 + LONG_BYTES);
  }

  static long longAt(Bytes key, int index) {
    if (index + LONG_BYTES > key.length()) {
      throw new IllegalArgumentException("key too short: " + key);
    }
    return (long) LONGS.get(key.array(), key.arrayOffset() + index);
  }

  private static Bytes one(byte kind, long first) {
    byte[] key = new byte[1 + LONG_BYTES];
    key[0] = kind;
    LONGS.set(key, 1, first);
    return Bytes.wrap(key);
  }

  private static Bytes two(byte kind, long first, long second) {
    byte[] key = new byte[1 + 2 * LONG_BYTES];
    key[0] = kind;
    LONGS.set(key, 1, first);
    LONGS.set(key, 1 + LONG_BYTES, second);
    return Bytes.wrap(key);
  }
}
