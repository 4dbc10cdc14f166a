package dev.zerofs.lsm.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames: from the memory cache of decoded frames, else by parts, or from local files just as
 * they are. Safe for use by any number of threads.
 *
 * <p>The memory cache admits by frequency (Caffeine's W-TinyLFU), so that reading much once does
 * not drive out what is read often: filters and indices above all.
 */
public final class FrameReader {

  /** The size of the aligned parts in which objects are fetched. */
  public static final int PART_BYTES = 256 << 10;

  /** The same where a request costs nothing. */
  public static final int LOCAL_PART_BYTES = 64 << 10;

  /** No block and no value is longer than this when decoded. */
  private static final int CONTENT_BYTES_MAX = 64 << 20;

  /** What content may leave unused of the array it keeps: its frame's header and checksum. */
  private static final int SLACK_BYTES_MAX = 64;

  /** About what an entry of the cache costs beside its bytes. */
  private static final int ENTRY_OVERHEAD_BYTES = 160;

  private final StoreReader store;
  private final PartReader parts;

  /** How large values are read; tables are always read by parts. */
  private final SpanReader segments;

  private final @Nullable VolumeCache disk;
  private final FrameCodec codec;
  private final Cache<FrameAddress, Bytes> decoded;

  /**
   * A reader of objects that are far away, with memory caches of its own.
   *
   * @param disk the disk cache, or null
   * @param cacheBytes how much memory all of its caches may take together
   */
  public static FrameReader remote(
      StoreReader store,
      @Nullable VolumeCache disk,
      Parallel parallel,
      FrameCodec codec,
      long cacheBytes) {
    return new FrameReader(store, disk, parallel, codec, cacheBytes, PART_BYTES, false);
  }

  /** A reader of objects that are files of this machine, with memory caches of its own. */
  public static FrameReader local(
      StoreReader store, Parallel parallel, FrameCodec codec, long cacheBytes) {
    return new FrameReader(store, null, parallel, codec, cacheBytes, LOCAL_PART_BYTES, true);
  }

  /** A reader by parts of {@code partBytes}, for tests of such. */
  public FrameReader(
      StoreReader store, Parallel parallel, FrameCodec codec, long cacheBytes, int partBytes) {
    this(store, null, parallel, codec, cacheBytes, partBytes, false);
  }

  private FrameReader(
      StoreReader store,
      @Nullable VolumeCache disk,
      Parallel parallel,
      FrameCodec codec,
      long cacheBytes,
      int partBytes,
      boolean exact) {
    this.store = store;
    this.disk = disk;
    this.codec = codec;
    long partBudgetBytes = Math.min(Math.max(cacheBytes / 8, 4L * partBytes), cacheBytes / 2);
    parts = new PartReader(store, partBudgetBytes, disk, parallel, partBytes);
    segments = exact ? new ExactReader(store, parallel) : parts;
    decoded =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes - partBudgetBytes)
            .weigher((FrameAddress _, Bytes content) -> content.length() + ENTRY_OVERHEAD_BYTES)
            .executor(Runnable::run)
            .build();
  }

  /**
   * The content of the frame at {@code address}.
   *
   * @throws KeyValueException.Corrupt if it is damaged or its object missing
   * @throws KeyValueException.Unavailable if the store does not answer in time
   */
  public Bytes read(FrameAddress address) {
    Bytes cached = atHand(address);
    if (cached != null) {
      return cached;
    }
    List<Span> spans = List.of(address.span());
    return keep(address, spansOf(address).readAll(spans).getFirst());
  }

  /**
   * The contents of the frames at {@code addresses}, in their order, fetched together.
   *
   * @param addresses of large values
   */
  public List<Bytes> readAll(List<FrameAddress> addresses) {
    List<@Nullable Bytes> all = new ArrayList<>(addresses.size());
    List<Span> missing = new ArrayList<>();
    for (FrameAddress address : addresses) {
      Bytes cached = atHand(address);
      all.add(cached);
      if (cached == null) {
        missing.add(address.span());
      }
    }
    if (missing.isEmpty()) {
      return complete(addresses, all, Collections.emptyIterator());
    }
    return complete(addresses, all, segments.readAll(missing).iterator());
  }

  private List<Bytes> complete(
      List<FrameAddress> addresses, List<@Nullable Bytes> found, Iterator<Bytes> fetched) {
    List<Bytes> all = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      Bytes content = found.get(i);
      all.add(content != null ? content : keep(addresses.get(i), fetched.next()));
    }
    return all;
  }

  /** Whether it is of use to read ahead here. */
  public boolean readsAhead() {
    return segments == parts;
  }

  /** Has the large values at {@code addresses} be at hand soon. Returns when they are. */
  public void readAhead(List<FrameAddress> addresses) {
    List<Span> missing = new ArrayList<>();
    for (FrameAddress address : addresses) {
      if (decoded.getIfPresent(address) == null
          && (disk == null || !disk.hasValue(address.object(), address.offset()))) {
        missing.add(address.span());
      }
    }
    segments.readAhead(missing);
  }

  /** What is in memory, or on the disk as a value and not within a part. */
  private @Nullable Bytes atHand(FrameAddress address) {
    Bytes cached = decoded.getIfPresent(address);
    if (cached == null && disk != null && isSegment(address)) {
      cached = disk.findValue(address.object(), address.offset());
      if (cached != null) {
        cached = alone(cached);
        decoded.put(address, cached);
      }
    }
    return cached;
  }

  private SpanReader spansOf(FrameAddress address) {
    return isSegment(address) ? segments : parts;
  }

  private static boolean isSegment(FrameAddress address) {
    return switch (address.object().kind()) {
      case SEGMENT -> true;
      case SST -> false;
    };
  }

  /**
   * The frames at {@code addresses}, of large values, as they are stored, fetched together and
   * checked, but neither decoded nor kept.
   *
   * @throws KeyValueException.Corrupt if one is damaged or its object missing
   */
  public List<Bytes> soundFrames(List<FrameAddress> addresses) {
    List<Bytes> fetched = segments.readAll(addresses.stream().map(FrameAddress::span).toList());
    List<Bytes> sound = new ArrayList<>(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      sound.add(sound(addresses.get(i), fetched.get(i)));
    }
    return sound;
  }

  private Bytes sound(FrameAddress address, Bytes fetched) {
    Bytes frame = FrameCodec.isSound(fetched) ? fetched : segments.readAnew(address.span());
    if (!FrameCodec.isSound(frame)) {
      throw new KeyValueException.Corrupt(
          new FrameName(store, address) + " is corrupt: checksum does not match", null);
    }
    return frame;
  }

  /** Bytes of an object as they are stored, not kept as a frame is. */
  public Bytes readRaw(StoredObject object, long offset, int length) {
    return parts.readAll(List.of(new Span(object, offset, length))).getFirst();
  }

  /** As {@link #read}, but the content is not kept in memory. */
  public Bytes readUnkept(FrameAddress address) {
    List<Span> spans = List.of(address.span());
    return decode(address, spansOf(address).readAll(spans).getFirst());
  }

  /** The name of {@code object}. */
  public ObjectKey nameOf(StoredObject object) {
    return store.nameOf(object);
  }

  private Bytes keep(FrameAddress address, Bytes frame) {
    Bytes content = alone(decode(address, frame));
    decoded.put(address, content);
    return content;
  }

  /**
   * Content that was stored as it is lies in its part, of which it must not keep the rest; beside a
   * frame's own few bytes there is no rest.
   */
  private static Bytes alone(Bytes content) {
    return content.array().length - content.length() > SLACK_BYTES_MAX
        ? Bytes.wrap(content.toByteArray())
        : content;
  }

  /** The store is asked once more before a frame is called corrupt: it may be the wire that was. */
  private Bytes decode(FrameAddress address, Bytes frame) {
    FrameName name = new FrameName(store, address);
    try {
      return codec.decode(frame, CONTENT_BYTES_MAX, name);
    } catch (KeyValueException.Corrupt _) {
      return codec.decode(spansOf(address).readAnew(address.span()), CONTENT_BYTES_MAX, name);
    }
  }
}
