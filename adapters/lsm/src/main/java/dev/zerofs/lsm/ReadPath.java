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
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.journal.SpentFiles;
import dev.zerofs.lsm.journal.ValuePlace;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.read.ReadAhead;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a writer's volume is read: through memory, the disk cache if there is one, and the store; and
 * how what the writer puts into the store gets into the disk cache. Safe for use by any number of
 * threads.
 */
final class ReadPath implements AutoCloseable {

  /** A value that is nowhere on this machine's disk. */
  private record Unwritten(long offset, Bytes content) {}

  /**
   * How long a start waits to know what the disk cache has: mostly less, and a disk that hangs must
   * not be waited for.
   */
  private static final long SCAN_WAIT_NANOS = 300_000_000L;

  private record Writer(int volumeIndex, long epoch) {}

  private final ObjectStore store;
  private final FrameReader frames;
  private final ValueReader values;
  private final @Nullable DiskCache disk;
  private final @Nullable VolumeCache cache;
  private volatile @Nullable Journal journal;

  /**
   * The disk cache, or null if there is to be none. What is on this machine anyway needs no second
   * place there.
   */
  static @Nullable DiskCache disk(FrameReaders readers, ReadOptions options) {
    DiskCache.Options wanted = readers.isLocal() ? null : options.diskCache();
    return wanted == null
        ? null
        : new DiskCache(wanted, new SystemCacheFiles(), readers.clock(), readers.driver()::wake);
  }

  /**
   * The way to the objects of a volume.
   *
   * @param disk the disk cache, or null; from now on closed by this
   * @param manifest the writer's first
   * @param cacheBytes what may be kept in memory
   */
  ReadPath(
      FrameReaders readers,
      ReadOptions options,
      @Nullable DiskCache disk,
      ObjectNames names,
      Manifest manifest,
      long cacheBytes) {
    StoreReader objects = readers.objects(names, options);
    this.disk = disk;
    if (disk == null) {
      cache = null;
      store = readers.store();
    } else {
      cache =
          new VolumeCache(
              disk,
              manifest.volume(),
              new HeaderIncarnations(known(manifest), objects),
              FrameReader.PART_BYTES);
      store = new KeepingStore(readers.store(), names, cache);
      var _ = readers.driver().await(disk::isScanned, SCAN_WAIT_NANOS);
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

  /** What takes over files of the journal. */
  SpentFiles spentFiles() {
    return disk == null ? SpentFiles.NONE : new JournalCache(disk);
  }

  /** From now on values that {@code journal} has are not written to the disk once more. */
  void use(Journal journal) {
    this.journal = journal;
  }

  /** A segment is in the store. */
  void uploaded(SealedSegment segment, Bytes body) {
    if (cache != null) {
      List<Unwritten> others = new ArrayList<>();
      StoredObject object = StoredObject.of(0, segment.id());
      if (lend(cache, segment, others)) {
        others.forEach(value -> cache.offerValue(object, value.offset(), value.content()));
      } else {
        cache.offerObject(object, body);
      }
    }
  }

  /**
   * Makes those values of {@code segment} entries that the journal has or is about to have.
   *
   * @param others is given those that it has not
   * @return whether there was any
   */
  private boolean lend(VolumeCache cache, SealedSegment segment, List<Unwritten> others) {
    Journal writing = journal;
    if (writing == null || !cache.takesFiles()) {
      return false;
    }
    AtomicInteger lent = new AtomicInteger();
    StoredObject object = StoredObject.of(0, segment.id());
    segment.forEachLarge(
        (sequence, key, value, frame) -> {
          Unwritten one = new Unwritten(frame.offset(), value);
          if (writing.locate(sequence, key, place -> keep(cache, object, one, place))) {
            lent.incrementAndGet();
          } else {
            others.add(one);
          }
        });
    return lent.get() > 0;
  }

  private static void keep(
      VolumeCache cache, StoredObject object, Unwritten value, @Nullable ValuePlace place) {
    if (place == null
        || !cache.addLent(object, value.offset(), value.content(), place.file(), place.offset())) {
      cache.offerValue(object, value.offset(), value.content());
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
      figures.put("cache.disk-journal-files", disk.takenFileCount());
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
