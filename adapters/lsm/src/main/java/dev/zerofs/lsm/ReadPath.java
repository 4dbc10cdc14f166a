package dev.zerofs.lsm;

import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.lsm.cache.Incarnations;
import dev.zerofs.lsm.cache.KeepingStore;
import dev.zerofs.lsm.cache.SystemCacheFiles;
import dev.zerofs.lsm.cache.VolumeCache;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.HeaderIncarnations;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.frame.FrameSource;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.read.ReadAhead;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How a writer's volume is read: through memory, the disk cache if there is one, and the store; and
 * how what the writer puts into the store gets into the disk cache. Safe for use by any number of
 * threads.
 */
final class ReadPath implements AutoCloseable {

  private record Writer(int volumeIndex, long epoch) {}

  private final ObjectStore store;
  private final FrameReader frames;
  private final ValueReader values;
  private final @Nullable DiskCache disk;
  private final @Nullable VolumeCache cache;

  /**
   * The way to the objects of a volume.
   *
   * @param manifest the writer's first
   * @param cacheBytes what may be kept in memory
   */
  ReadPath(
      FrameReaders readers,
      ReadOptions options,
      ObjectNames names,
      Manifest manifest,
      long cacheBytes) {
    StoreReader objects = readers.objects(names, options);
    DiskCache.Options wanted = readers.isLocal() ? null : options.diskCache();
    if (wanted == null) {
      disk = null;
      cache = null;
      store = readers.store();
    } else {
      disk = new DiskCache(wanted, new SystemCacheFiles(), readers.clock(), readers.driver()::wake);
      cache =
          new VolumeCache(
              disk,
              manifest.volume(),
              new HeaderIncarnations(known(manifest), objects),
              FrameReader.PART_BYTES);
      store = new KeepingStore(readers.store(), names, cache);
      readers.driver().start("cache", 1, disk);
    }
    frames = readers.reader(objects, cache, cacheBytes);
    ReadAhead ahead = new ReadAhead(options.parallelism(), readers.driver()::spawn);
    values = new ValueReader(FrameSource.NONE, frames, ahead);
  }

  /** The manifest need not be asked again: later writers make this one end. */
  private static Incarnations known(Manifest manifest) {
    Map<Writer, Long> numbers = new HashMap<>();
    for (Incarnation one : manifest.incarnations()) {
      numbers.put(new Writer(one.volumeIndex(), one.epoch()), one.number());
    }
    manifest.logs().forEach(log -> numbers.put(new Writer(0, log.epoch()), log.incarnation()));
    numbers.put(new Writer(0, manifest.epoch()), manifest.incarnation());
    return object -> {
      Long number = numbers.get(new Writer(object.volumeIndex(), object.epoch()));
      return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    };
  }

  FrameReader frames() {
    return frames;
  }

  ValueReader values() {
    return values;
  }

  /** The store, which keeps what is put into it on disk too. */
  ObjectStore store() {
    return store;
  }

  /** A segment is in the store. */
  void uploaded(SealedSegment segment, Bytes body) {
    if (cache != null) {
      cache.offerObject(StoredObject.of(0, segment.id()), body);
    }
  }

  /** Adds numbers for people. */
  void addFigures(SortedMap<String, Long> figures) {
    if (disk != null) {
      figures.put("cache.disk-bytes", disk.usedBytes());
      figures.put("cache.disk-entries", (long) disk.entryCount());
      figures.put("cache.disk-hits", disk.hitCount());
      figures.put("cache.disk-misses", disk.missCount());
      figures.put("cache.disk-written-bytes", disk.writtenBytes());
    }
  }

  /** Lets go of the disk cache; its step must not be driven any more. */
  @Override
  public void close() {
    if (disk != null) {
      disk.close();
    }
  }
}
