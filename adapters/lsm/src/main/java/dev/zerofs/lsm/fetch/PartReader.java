package dev.zerofs.lsm.fetch;

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

/**
 * Reads spans of objects by way of their aligned parts. Neighbouring parts that are missing come in
 * one GET, distant ones in several at once. Safe for use by any number of threads.
 */
final class PartReader {

  /** No GET asks for more than this; longer stretches come in several at once. */
  private static final int GET_BYTES_MAX = 4 << 20;

  private final StoreReader store;
  private final PartCache cache;
  private final Parallel parallel;
  private final int partBytes;

  /**
   * A reader of parts of {@code partBytes} each.
   *
   * @param cache shared with nobody
   */
  PartReader(StoreReader store, PartCache cache, Parallel parallel, int partBytes) {
    this.store = store;
    this.cache = cache;
    this.parallel = parallel;
    this.partBytes = partBytes;
  }

  /**
   * The bytes of {@code spans}, in their order.
   *
   * @throws KeyValueException as {@link StoreReader#read}; Corrupt also if an object ends too soon
   */
  List<Bytes> readAll(List<Span> spans) {
    Map<PartKey, Bytes> bodies = bodies(keysOf(spans));
    return spans.stream().map(span -> cut(span, bodies)).toList();
  }

  /** The bytes of {@code span} from the store, whatever is in memory. */
  Bytes readAnew(Span span) {
    List<Span> spans = List.of(span);
    cache.forget(keysOf(spans));
    return readAll(spans).getFirst();
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
    List<List<PartCache.Part>> groups = groups(parts);
    if (groups.isEmpty()) {
      return;
    }
    try {
      if (groups.size() == 1) {
        fetch(groups.getFirst());
      } else {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        groups.forEach(group -> tasks.add(() -> fetch(group)));
        parallel.run(tasks);
      }
    } finally {
      // Whatever went wrong, nobody may wait for ever.
      KeyValueException.Closed cut = new KeyValueException.Closed("fetch was cut short", null);
      groups.forEach(group -> failUndone(group, cut));
    }
  }

  private List<List<PartCache.Part>> groups(List<PartCache.Part> parts) {
    int countMax = Math.max(1, GET_BYTES_MAX / partBytes);
    List<List<PartCache.Part>> groups = new ArrayList<>();
    List<PartCache.Part> group = new ArrayList<>();
    for (PartCache.Part part : parts) {
      if (!part.isClaimed()) {
        continue;
      }
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

  private boolean fetch(List<PartCache.Part> group) {
    PartKey first = group.getFirst().key();
    try {
      Bytes body = store.read(first.object(), first.index() * partBytes, group.size() * partBytes);
      for (int i = 0; i < group.size(); i++) {
        int from = Math.min(body.length(), i * partBytes);
        Bytes part = body.slice(from, Math.min(body.length() - from, partBytes));
        // A part that shared a large array would keep all of it when the others are gone.
        cache.complete(group.get(i), group.size() == 1 ? part : Bytes.wrap(part.toByteArray()));
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
