package dev.zerofs.lsm.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads frames: from the memory cache of decoded frames, else by parts. Safe for use by any number
 * of threads.
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
  private final FrameCodec codec;
  private final Cache<FrameAddress, Bytes> decoded;

  /**
   * A reader with caches of its own.
   *
   * @param cacheBytes how much memory all of its caches may take together
   * @param partBytes the size of the aligned parts: {@link #PART_BYTES}, or {@link
   *     #LOCAL_PART_BYTES}
   */
  public FrameReader(
      StoreReader store, Parallel parallel, FrameCodec codec, long cacheBytes, int partBytes) {
    this.store = store;
    this.codec = codec;
    long partBudgetBytes = Math.min(Math.max(cacheBytes / 8, 4L * partBytes), cacheBytes / 2);
    parts = new PartReader(store, new PartCache(partBudgetBytes), parallel, partBytes);
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
    Bytes cached = decoded.getIfPresent(address);
    if (cached != null) {
      return cached;
    }
    return keep(address, parts.readAll(List.of(address.span())).getFirst());
  }

  /** The contents of the frames at {@code addresses}, in their order, fetched together. */
  public List<Bytes> readAll(List<FrameAddress> addresses) {
    Map<FrameAddress, Bytes> cached = decoded.getAllPresent(addresses);
    List<Span> missing =
        addresses.stream()
            .filter(address -> !cached.containsKey(address))
            .map(FrameAddress::span)
            .toList();
    Iterator<Bytes> fetched =
        missing.isEmpty() ? Collections.emptyIterator() : parts.readAll(missing).iterator();
    List<Bytes> all = new ArrayList<>(addresses.size());
    for (FrameAddress address : addresses) {
      Bytes content = cached.get(address);
      all.add(content != null ? content : keep(address, fetched.next()));
    }
    return all;
  }

  /**
   * The frames at {@code addresses} as they are stored, fetched together and checked, but neither
   * decoded nor kept.
   *
   * @throws KeyValueException.Corrupt if one is damaged or its object missing
   */
  public List<Bytes> soundFrames(List<FrameAddress> addresses) {
    List<Bytes> fetched = parts.readAll(addresses.stream().map(FrameAddress::span).toList());
    List<Bytes> sound = new ArrayList<>(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      sound.add(sound(addresses.get(i), fetched.get(i)));
    }
    return sound;
  }

  private Bytes sound(FrameAddress address, Bytes fetched) {
    Bytes frame = FrameCodec.isSound(fetched) ? fetched : parts.readAnew(address.span());
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
    return decode(address, parts.readAll(List.of(address.span())).getFirst());
  }

  /** The name of {@code object}. */
  public ObjectKey nameOf(StoredObject object) {
    return store.nameOf(object);
  }

  private Bytes keep(FrameAddress address, Bytes frame) {
    Bytes content = decode(address, frame);
    // Content that was stored as it is lies in its part, of which it must not keep the rest; beside
    // a frame's own few bytes there is no rest.
    if (content.array().length - content.length() > SLACK_BYTES_MAX) {
      content = Bytes.wrap(content.toByteArray());
    }
    decoded.put(address, content);
    return content;
  }

  /** The store is asked once more before a frame is called corrupt: it may be the wire that was. */
  private Bytes decode(FrameAddress address, Bytes frame) {
    FrameName name = new FrameName(store, address);
    try {
      return codec.decode(frame, CONTENT_BYTES_MAX, name);
    } catch (KeyValueException.Corrupt _) {
      return codec.decode(parts.readAnew(address.span()), CONTENT_BYTES_MAX, name);
    }
  }
}
