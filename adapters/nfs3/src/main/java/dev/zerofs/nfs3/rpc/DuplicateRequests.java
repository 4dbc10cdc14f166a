package dev.zerofs.nfs3.rpc;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The duplicate request cache: a retransmitted call gets the reply of the first one, from whatever
 * port it comes, and waits for that reply while the first one still runs. It lives as long as the
 * server; what outlives that is the file system's, which knows calls by their {@link CallHash}.
 *
 * <p>Bounded: replies are forgotten, oldest first, when they are together over the byte budget or
 * older than the age; calls that run are bounded by whoever admits calls. Safe for use by any
 * number of threads.
 */
public final class DuplicateRequests {

  /** What an entry costs beside its reply: key, address, maps. */
  private static final int ENTRY_OVERHEAD_BYTES = 400;

  /**
   * What makes two calls the same: clients number their calls anew after a restart, and another
   * user's call may have the same number.
   */
  record Key(
      InetAddress client,
      int xid,
      int program,
      int version,
      int procedure,
      int length,
      long checksum) {

    static Key of(InetAddress client, CallHeader header, Bytes record) {
      CRC32C checksum = new CRC32C();
      record.updateChecksum(checksum);
      return new Key(
          client,
          header.xid(),
          header.program(),
          header.version(),
          header.procedure(),
          record.length(),
          checksum.getValue());
    }
  }

  private static final class Entry {
    final Key key;
    final CompletableFuture<@Nullable RpcReply> reply = new CompletableFuture<>();
    int sizeBytes;
    long endedNanos;

    Entry(Key key) {
      this.key = key;
    }
  }

  private final long maxBytes;
  private final long maxAgeNanos;
  private final Clock clock;

  private final Object lock = new Object();
  private final Map<Key, Entry> entries = new HashMap<>(); // guarded by lock
  private final ArrayDeque<Entry> ended = new ArrayDeque<>(); // guarded by lock; oldest first
  private long endedBytes; // guarded by lock

  /** An empty cache. */
  public DuplicateRequests(long maxBytes, long maxAgeNanos, Clock clock) {
    this.maxBytes = maxBytes;
    this.maxAgeNanos = maxAgeNanos;
    this.clock = clock;
  }

  /**
   * The reply to the call {@code key}: the remembered one, or that of the same call which is still
   * under way, or what {@code execution} returns. Null is no reply, and is not remembered; nor is a
   * failure, which repetitions share.
   */
  CompletionStage<@Nullable RpcReply> replyTo(
      Key key, Supplier<CompletionStage<@Nullable RpcReply>> execution) {
    Entry mine = new Entry(key);
    Entry earlier;
    synchronized (lock) {
      forgetExpired();
      earlier = entries.putIfAbsent(key, mine);
    }
    if (earlier != null) {
      return earlier.reply;
    }
    CompletionStage<@Nullable RpcReply> reply;
    try {
      reply = execution.get();
    } catch (RuntimeException | Error e) {
      end(mine, null, e);
      throw e;
    }
    return reply.whenComplete((value, failure) -> end(mine, value, failure));
  }

  private void end(Entry entry, @Nullable RpcReply reply, @Nullable Throwable failure) {
    remember(entry, reply);
    if (failure == null) {
      entry.reply.complete(reply);
    } else {
      entry.reply.completeExceptionally(failure);
    }
  }

  private void remember(Entry entry, @Nullable RpcReply reply) {
    synchronized (lock) {
      if (reply == null) {
        entries.remove(entry.key);
        return;
      }
      entry.sizeBytes = ENTRY_OVERHEAD_BYTES + reply.lengthBytes();
      entry.endedNanos = clock.monotonicNanos();
      endedBytes += entry.sizeBytes;
      ended.add(entry);
      forgetExpired();
    }
  }

  private void forgetExpired() {
    long now = clock.monotonicNanos();
    for (Entry oldest = ended.peek(); oldest != null; oldest = ended.peek()) {
      if (endedBytes <= maxBytes && now - oldest.endedNanos <= maxAgeNanos) {
        return;
      }
      ended.remove();
      entries.remove(oldest.key);
      endedBytes -= oldest.sizeBytes;
    }
  }
}
