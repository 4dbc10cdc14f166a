package dev.zerofs.domain.reply;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results that earlier openings of the volume have left, in memory. Safe for use by any number
 * of threads once it is loaded.
 */
final class EarlierReplies {
  /**
   * One result.
   *
   * @param period the period that it is in
   * @param value its record
   * @param position the batch that it was written with
   */
  private record Reply(long period, Bytes value, CommitPosition position) {}

  /** What the objects around a record take, on a JVM with compressed references. */
  private static final int OVERHEAD_BYTES = 192;

  /** The most memory that one result takes. */
  static final int RESULT_BYTES_MAX = OVERHEAD_BYTES + ReplyCodec.LENGTH_MAX_BYTES;

  private volatile Map<CallId, Reply> replies = Map.of();
  private long nextPeriod;
  private long surplusBelow;
  private boolean nothingStored = true;

  private EarlierReplies() {}

  /**
   * Loads what {@code reads} holds, at most the newest {@code countMax}. What cannot be read is
   * left out, and its calls would be carried out again: no reason not to open the volume.
   */
  static EarlierReplies load(Reads reads, int countMax) {
    EarlierReplies earlier = new EarlierReplies();
    earlier.fill(reads, countMax);
    return earlier;
  }

  private void fill(Reads reads, int countMax) {
    LinkedHashMap<CallId, Reply> found = new LinkedHashMap<>();
    try (Cursor cursor = reads.scan(Keys.repliesFrom(0), Keys.repliesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        nothingStored = false;
        if (entry.key().length() == Keys.REPLY_LENGTH_BYTES) {
          add(entry, found, countMax);
        }
      }
    } catch (KeyValueException.Corrupt _) {
      nothingStored = false;
    }
    replies = found;
  }

  private void add(Entry entry, LinkedHashMap<CallId, Reply> found, int countMax) {
    long period = Keys.owner(entry.key());
    nextPeriod = period + 1;
    // A copy: the value is a piece of some larger block.
    Bytes value = Bytes.wrap(entry.value().toByteArray());
    found.putLast(Keys.call(entry.key()), new Reply(period, value, entry.position()));
    if (found.size() > countMax) {
      found.pollFirstEntry();
      surplusBelow = found.firstEntry().getValue().period();
    }
  }

  /**
   * What the call was answered, or null.
   *
   * @throws KeyValueException.Corrupt if the record cannot be read
   */
  <T> Result.@Nullable Done<T> find(CallId call, ReplyCodec<T> codec) {
    Reply reply = replies.get(call);
    return reply == null ? null : new Result.Done<>(codec.decode(reply.value()), reply.position());
  }

  /** The first period after all that were found. */
  long nextPeriod() {
    return nextPeriod;
  }

  /** The first period that was not too much to be loaded; 0 if none was. */
  long surplusBelow() {
    return surplusBelow;
  }

  /** Whether the store has no results at all. */
  boolean isNothingStored() {
    return nothingStored;
  }

  /** Forgets them all: they have been removed from the store. */
  void forget() {
    replies = Map.of();
  }
}
