package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans of objects by way of their aligned parts: those in memory, else those on this
 * machine's disk, else from the store. Neighbouring parts that are missing come in one GET, distant
 * ones in several at once. Safe for use by any number of threads.
 */
final class PartReader implements SpanReader {

  /** No GET asks for more than this; longer stretches come in several at once. */
  private static final int GET_BYTES_MAX = 4 << 20;

  /** The share of the memory for parts that may be filled ahead if none is set aside for them. */
  private static final int AHEAD_SHARE = 2;

  private final StoreReader store;
  private final PartCache cache;
  private final @Nullable VolumeCache disk;
  private final Parallel parallel;
  private final int partBytes;
  private final int aheadCountMax;

  /**
   * A reader of parts of {@code partBytes} each.
   *
   * @param budgetBytes what parts may take in memory beside those for which the store's reader has
   *     memory set aside
   * @param disk asked for what is not in memory, and told what was fetched; or null
   */
  PartReader(
      StoreReader store,
      long budgetBytes,
      @Nullable VolumeCache disk,
      Parallel parallel,
      int partBytes) {
    this.store = store;
    this.cache = new PartCache(budgetBytes + store.aheadBytes());
    this.disk = disk;
    this.parallel = parallel;
    this.partBytes = partBytes;
    long aheadBytes = store.aheadBytes() > 0 ? store.aheadBytes() : budgetBytes / AHEAD_SHARE;
    this.aheadCountMax = (int) Math.min(aheadBytes / partBytes, 1 << 20);
  }

  @Override
  public List<Bytes> readAll(List<Span> spans) {
    Map<PartKey, Bytes> bodies = bodies(keysOf(spans));
    return spans.stream().map(span -> cut(span, bodies)).toList();
  }

  @Override
  public Bytes readAnew(Span span) {
    List<Span> spans = List.of(span);
    TreeSet<PartKey> keys = keysOf(spans);
    if (disk != null) {
      keys.forEach(key -> disk.forgetPart(key.object(), key.index() * partBytes));
    }
    cache.forget(keys);
    return readAll(spans).getFirst();
  }

  @Override
  public void readAhead(List<Span> spans) {
    TreeSet<PartKey> keys = keysOf(spans);
    if (disk != null) {
      // The disk is near enough: it is asked when somebody wants the part.
      keys.removeIf(key -> disk.hasPart(key.object(), key.index() * partBytes));
    }
    List<PartCache.Part> claimed = cache.claimAhead(keys, aheadCountMax);
    try {
      fetchAll(groups(claimed, GET_BYTES_MAX), false);
    } finally {
      failUndone(claimed, new KeyValueException.Closed("fetch was cut short", null));
    }
  }

  private TreeSet<PartKey> keysOf(List<Span> spans) {
    TreeSet<PartKey> keys = new TreeSet<>(PartKey.ORDER);
    for (Span span : spans) {
      for (long index = span.offset() / partBytes; index * partBytes < span.end(); index++) {
        keys.add(new PartKey(span.object(), index));
      }
    }
    return keys;
  }

  private Map<PartKey, Bytes> bodies(Iterable<PartKey> keys) {
    List<PartCache.Part> parts = cache.claim(keys);
    fetchClaimed(parts);
    Map<PartKey, Bytes> bodies = new HashMap<>();
    for (PartCache.Part part : parts) {
      bodies.put(part.key(), part.isUnderWayHere() ? fetchAlone(part.key()) : await(part));
    }
    return bodies;
  }

  /** Fetches every claimed part of {@code parts}, which are in order, and completes or fails it. */
  private void fetchClaimed(List<PartCache.Part> parts) {
    List<PartCache.Part> claimed = parts.stream().filter(PartCache.Part::isClaimed).toList();
    try {
      fetchAll(groups(missingOnDisk(claimed), GET_BYTES_MAX), true);
    } finally {
      // Whatever went wrong, nobody may wait for ever.
      failUndone(claimed, new KeyValueException.Closed("fetch was cut short", null));
    }
  }

  /** Completes those parts of {@code claimed} that are on the disk and returns the others. */
  private List<PartCache.Part> missingOnDisk(List<PartCache.Part> claimed) {
    if (disk == null) {
      return claimed;
    }
    List<PartCache.Part> missing = new ArrayList<>();
    for (PartCache.Part part : claimed) {
      Bytes body = disk.findPart(part.key().object(), part.key().index() * partBytes);
      if (body == null) {
        missing.add(part);
      } else {
        // What waits to be written is a part of a whole segment.
        boolean isAlone = body.array().length == body.length();
        cache.complete(part, isAlone ? body : Bytes.wrap(body.toByteArray()));
      }
    }
    return missing;
  }

  private void fetchAll(List<List<PartCache.Part>> groups, boolean urgent) {
    List<Callable<Boolean>> tasks = new ArrayList<>(groups.size());
    groups.forEach(group -> tasks.add(() -> fetch(group, urgent)));
    if (!tasks.isEmpty()) {
      var _ = parallel.run(tasks);
    }
  }

  private List<List<PartCache.Part>> groups(List<PartCache.Part> parts, int bytesMax) {
    int countMax = Math.max(1, bytesMax / partBytes);
    List<List<PartCache.Part>> groups = new ArrayList<>();
    List<PartCache.Part> group = new ArrayList<>();
    for (PartCache.Part part : parts) {
      boolean joins =
          !group.isEmpty()
              && group.size() < countMax
              && group.getLast().key().isFollowedBy(part.key());
      if (!joins) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(part);
    }
    return groups;
  }

  private boolean fetch(List<PartCache.Part> group, boolean urgent) {
    StoredObject object = group.getFirst().key().object();
    long offset = group.getFirst().key().index() * partBytes;
    int length = group.size() * partBytes;
    try {
      Bytes body =
          urgent ? store.read(object, offset, length) : store.readAhead(object, offset, length);
      for (int i = 0; i < group.size(); i++) {
        int from = Math.min(body.length(), i * partBytes);
        Bytes part = body.slice(from, Math.min(body.length() - from, partBytes));
        // A part that shared a large array would keep all of it when the others are gone.
        Bytes own = group.size() == 1 ? part : Bytes.wrap(part.toByteArray());
        cache.complete(group.get(i), own);
        if (disk != null) {
          disk.offerPart(object, offset + from, own);
        }
      }
      return true;
    } catch (RuntimeException | Error e) {
      failUndone(group, e);
      throw e;
    }
  }

  private Bytes fetchAlone(PartKey key) {
    return store.read(key.object(), key.index() * partBytes, partBytes);
  }

  private void failUndone(List<PartCache.Part> group, Throwable cause) {
    for (PartCache.Part part : group) {
      if (!part.body().isDone()) {
        cache.fail(part, cause);
      }
    }
  }

  private Bytes await(PartCache.Part part) {
    CompletableFuture<Bytes> body = part.body();
    while (true) {
      try {
        return body.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KeyValueException.Closed("interrupted while reading " + part.key(), e);
      } catch (ExecutionException e) {
        if (part.isClaimed() || !(e.getCause() instanceof KeyValueException.Closed)) {
          throw rethrown(e);
        }
        // The thread that fetched it was interrupted; this one was not, and tries for itself.
        body = CompletableFuture.completedFuture(bodies(List.of(part.key())).get(part.key()));
      }
    }
  }

  private static RuntimeException rethrown(ExecutionException failure) {
    return switch (failure.getCause()) {
      case KeyValueException.Corrupt e -> new KeyValueException.Corrupt(messageOf(e), e);
      case KeyValueException.Unavailable e -> new KeyValueException.Unavailable(messageOf(e), e);
      case KeyValueException.Closed e -> new KeyValueException.Closed(messageOf(e), e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(failure);
    };
  }

  private static String messageOf(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private Bytes cut(Span span, Map<PartKey, Bytes> bodies) {
    long firstIndex = span.offset() / partBytes;
    long lastIndex = (span.end() - 1) / partBytes;
    int skipped = (int) (span.offset() % partBytes);
    if (firstIndex == lastIndex) {
      Bytes body = bodyOf(span, firstIndex, bodies);
      requireReaches(span, skipped + span.length() <= body.length());
      return body.slice(skipped, span.length());
    }
    byte[] joined = new byte[span.length()];
    int at = 0;
    for (long index = firstIndex; index <= lastIndex; index++) {
      Bytes body = bodyOf(span, index, bodies);
      requireReaches(span, skipped <= body.length());
      Bytes piece = body.slice(skipped, Math.min(body.length() - skipped, span.length() - at));
      piece.copyTo(joined, at);
      at += piece.length();
      requireReaches(span, at == span.length() || body.length() == partBytes);
      skipped = 0;
    }
    requireReaches(span, at == span.length());
    return Bytes.wrap(joined);
  }

  private static Bytes bodyOf(Span span, long index, Map<PartKey, Bytes> bodies) {
    Bytes body = bodies.get(new PartKey(span.object(), index));
    return body == null ? Bytes.EMPTY : body;
  }

  private void requireReaches(Span span, boolean reaches) {
    if (!reaches) {
      throw new KeyValueException.Corrupt(
          "%s ends before byte %d, which is referred to"
              .formatted(store.nameOf(span.object()), span.end()),
          null);
    }
  }
}
