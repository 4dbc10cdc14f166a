package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads spans of objects by way of their aligned parts: those in memory, else those on this
 * machine's disk, else from the store. Neighbouring parts that are missing come in one GET, distant
 * ones in several at once. Safe for use by any number of threads.
 */
final class PartReader implements SpanReader {

  /** Of what nobody had wished for before, longer stretches come in several GETs at once. */
  private static final int GET_BYTES_MAX = 4 << 20;

  /**
   * Of what was wished for a GET may have more: the latency of a bucket some way off is then small
   * beside the time that the bytes take.
   */
  private static final int AHEAD_GET_BYTES_MAX = 8 << 20;

  /** With less, more requests at once cost more than they gain. */
  private static final int AHEAD_GET_BYTES_MIN = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PartReader.class);

  private final StoreReader store;
  private final PartCache cache;
  private final @Nullable VolumeCache disk;
  private final Parallel parallel;
  private final int partBytes;

  /** About how many parts that were wished for make a GET. */
  private final int aheadGetParts;

  /** One for each GET ahead of readers that may be under way. */
  private final Semaphore aheadPlaces;

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
    this.cache =
        new PartCache(budgetBytes, (int) Math.min(store.aheadBytes() / partBytes, 1 << 20));
    this.disk = disk;
    this.parallel = parallel;
    this.partBytes = partBytes;
    this.aheadPlaces = new Semaphore(store.aheadRequestsMax());
    // While all places are taken, readers go through what one more has brought.
    long share = store.aheadBytes() / (store.aheadRequestsMax() + 1L);
    long getBytes = Math.clamp(share, AHEAD_GET_BYTES_MIN, AHEAD_GET_BYTES_MAX);
    this.aheadGetParts = Math.max(1, (int) (getBytes / partBytes));
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

  /** Returns at once: what is fetched is fetched beside the caller. */
  @Override
  public void readAhead(List<Span> spans) {
    TreeSet<PartKey> keys = keysOf(spans);
    if (disk != null) {
      // The disk is near enough: it is asked when somebody wants the part.
      keys.removeIf(key -> disk.hasPart(key.object(), key.index() * partBytes));
    }
    cache.wish(keys);
    fetchWishes();
  }

  /**
   * Lets free places fetch what is queued; returns at once. A row that may still grow is left alone
   * while others are under way: taken as soon as it begins, it would be a small one.
   */
  private void fetchWishes() {
    while (isWishRipe() && aheadPlaces.tryAcquire()) {
      parallel.spawn(this::fetchWishedStretches);
    }
  }

  private boolean isWishRipe() {
    boolean isNoneUnderWay = aheadPlaces.availablePermits() == store.aheadRequestsMax();
    return cache.isWishQueued(isNoneUnderWay ? 1 : (aheadGetParts + 1) / 2);
  }

  private void fetchWishedStretches() {
    try {
      do {
        StoreReader.Turn turn = store.await(partBytes, aheadGetParts * partBytes, false);
        fetch(cache.takeWished(aheadGetParts), turn);
      } while (isWishRipe());
    } catch (KeyValueException e) {
      LOG.debug("reading ahead failed", e);
      cache.forgetWishes();
      return;
    } finally {
      aheadPlaces.release();
    }
    fetchWishes(); // what was left alone, or queued while no place was free
  }

  private int partsIn(StoreReader.Turn turn) {
    return (int) Math.max(1, turn.bytes() / partBytes);
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
    List<PartCache.Part> parts = cache.ask(keys);
    bring(parts);
    Map<PartKey, Bytes> bodies = new HashMap<>();
    for (PartCache.Part part : parts) {
      bodies.put(part.key(), part.isUnderWayHere() ? fetchAlone(part.key()) : await(part));
    }
    return bodies;
  }

  /** Has every part of {@code parts}, which are in order, fetched that nobody else is to bring. */
  private void bring(List<PartCache.Part> parts) {
    List<PartCache.Part> fresh = with(PartCache.Standing.NEW, parts);
    try {
      List<PartCache.Part> missing = missingOnDisk(fresh);
      cache.enqueue(missing);
      missing.addAll(with(PartCache.Standing.QUEUED, parts));
      missing.sort(Comparator.comparing(PartCache.Part::key, PartKey.ORDER));
      fetchAll(groups(missing));
    } finally {
      // Whatever went wrong, nobody may wait for ever.
      cache.giveUp(fresh, new KeyValueException.Closed("fetch was cut short", null));
    }
  }

  private static List<PartCache.Part> with(
      PartCache.Standing standing, List<PartCache.Part> parts) {
    return parts.stream().filter(part -> part.standing() == standing).toList();
  }

  /** Completes those parts of {@code fresh} that are on the disk and returns the others. */
  private List<PartCache.Part> missingOnDisk(List<PartCache.Part> fresh) {
    if (disk == null) {
      return new ArrayList<>(fresh);
    }
    List<PartCache.Part> missing = new ArrayList<>();
    for (PartCache.Part part : fresh) {
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

  private void fetchAll(List<List<PartCache.Part>> groups) {
    List<Callable<Boolean>> tasks = new ArrayList<>(groups.size());
    groups.forEach(group -> tasks.add(() -> fetchQueued(group)));
    if (!tasks.isEmpty()) {
      var _ = parallel.run(tasks);
    }
  }

  /**
   * Fetches those of {@code group} that are still queued whenever it has its turn: what others have
   * taken meanwhile comes without it.
   */
  private boolean fetchQueued(List<PartCache.Part> group) {
    while (cache.firstQueued(group) != null) {
      StoreReader.Turn turn = store.await(partBytes, GET_BYTES_MAX, true);
      PartKey first = cache.firstQueued(group);
      fetch(first == null ? List.of() : cache.take(first, aheadGetParts, partsIn(turn)), turn);
    }
    return true;
  }

  private List<List<PartCache.Part>> groups(List<PartCache.Part> parts) {
    int countMax = Math.max(1, GET_BYTES_MAX / partBytes);
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

  /** Fetches {@code stretch}, which was taken; nothing if it is empty. Ends {@code turn}. */
  private void fetch(List<PartCache.Part> stretch, StoreReader.Turn turn) {
    if (stretch.isEmpty()) {
      store.pass(turn);
      return;
    }
    StoredObject object = stretch.getFirst().key().object();
    long offset = stretch.getFirst().key().index() * partBytes;
    try {
      // What was wished for has its memory.
      long owedBytes = stretch.stream().filter(part -> !part.isWished()).count() * partBytes;
      List<Bytes> bodies =
          store.read(
              object, offset, stretch.size() * partBytes, partBytes, store.only(owedBytes, turn));
      for (int i = 0; i < stretch.size(); i++) {
        // Behind the object's end there is nothing.
        Bytes body = i < bodies.size() ? bodies.get(i) : Bytes.EMPTY;
        cache.complete(stretch.get(i), body);
        if (disk != null && !body.isEmpty()) {
          disk.offerPart(object, offset + (long) i * partBytes, body);
        }
      }
    } catch (RuntimeException | Error e) {
      for (PartCache.Part part : stretch) {
        if (!part.body().isDone()) {
          cache.fail(part, e);
        }
      }
      throw e;
    }
  }

  private Bytes fetchAlone(PartKey key) {
    return store.read(key.object(), key.index() * partBytes, partBytes);
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
        if (!(e.getCause() instanceof KeyValueException.Closed)) {
          throw rethrown(e);
        }
        // The thread that took it was interrupted; this one was not, and tries for itself.
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
    long first = span.offset() / partBytes;
    if (span.end() <= (first + 1) * partBytes) {
      return piece(span, first, bodies);
    }
    ByteBuffer joined = ByteBuffer.allocate(span.length());
    for (long index = first; joined.hasRemaining(); index++) {
      piece(span, index, bodies).copyTo(joined);
    }
    return Bytes.wrap(joined.array());
  }

  /** What {@code span} has of one part. */
  private Bytes piece(Span span, long index, Map<PartKey, Bytes> bodies) {
    Bytes body = bodies.getOrDefault(new PartKey(span.object(), index), Bytes.EMPTY);
    int from = (int) Math.max(0, span.offset() - index * partBytes);
    int end = (int) Math.min(partBytes, span.end() - index * partBytes);
    if (end > body.length()) {
      throw new KeyValueException.Corrupt(
          "%s ends before byte %d, which is referred to"
              .formatted(store.nameOf(span.object()), span.end()),
          null);
    }
    return body.slice(from, end - from);
  }
}
