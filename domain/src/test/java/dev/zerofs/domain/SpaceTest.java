package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static dev.zerofs.ports.filesystem.FileSystemDriver.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.filesystem.Written;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Quotas, counters, sparse files, and what changes cost. */
final class SpaceTest {
  private static final int CHUNK = 64 * 1024;

  private final ManualClock clock = new ManualClock();
  private final HookedStore store = new HookedStore(new MemoryVolume().open(clock));
  private Volume volume = Volume.open(store, clock, new Random(1), Options.DEFAULT);
  private FileSystemDriver at = new FileSystemDriver(volume);

  private void reopen(Options options) {
    volume = Volume.open(store, clock, new Random(2), options);
    at = new FileSystemDriver(volume);
  }

  @Test
  void bytesOverTheQuotaAreRefusedWhole() {
    reopen(new Options.Draft().quota(100_000, 0).options());
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "x".repeat(90_000));
    Attributes before = at.stat(file);
    refused(Status.NOSPC, volume.write(Caller.ROOT, file, 90_000, zeros(10_001)));
    assertEquals(before, at.stat(file));
    assertEquals(new Usage(100_000, 10_000, 1L << 40, (1L << 40) - 2), done(volume.usage()));
    at.write(file, 90_000, "y".repeat(10_000));
    // Nothing more, but what is there may be rewritten, made sparse, and freed.
    refused(Status.NOSPC, volume.write(Caller.ROOT, file, 100_000, zeros(1)));
    at.write(file, 5, "rewritten");
    at.truncate(file, 1L << 40);
    at.truncate(file, 40_000);
    at.write(file, 40_000, "z".repeat(60_000));
    var _ = done(volume.remove(Caller.ROOT, at.root(), name("f")));
    assertEquals(100_000, done(volume.usage()).freeBytes());
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void inodesOverTheQuotaAreRefused() {
    reopen(new Options.Draft().quota(0, 3).options());
    at.file(Caller.ROOT, at.root(), "one", 0644);
    at.directory(Caller.ROOT, at.root(), "two", 0755);
    refused(
        Status.NOSPC,
        volume.create(Caller.ROOT, at.root(), name("three"), new CreateMode.Exclusive(1)));
    refused(
        Status.NOSPC,
        volume.makeSymlink(Caller.ROOT, at.root(), name("three"), name("t"), AttributeChange.NONE));
    assertEquals(0, done(volume.usage()).freeInodes());
    var _ = done(volume.remove(Caller.ROOT, at.root(), name("one")));
    at.file(Caller.ROOT, at.root(), "three", 0644);
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void aQuotaBelowWhatIsThereLetsOnlyFree() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "x".repeat(1000));
    reopen(new Options.Draft().quota(100, 1).options());
    assertEquals(0, done(volume.usage()).freeBytes());
    refused(Status.NOSPC, volume.write(Caller.ROOT, file, 1000, zeros(1)));
    at.write(file, 0, "y");
    at.truncate(file, 50);
    at.write(file, 50, "z");
    assertEquals(49, done(volume.usage()).freeBytes());
  }

  @Test
  void manyWritersNeverPassTheQuotaTogether() throws Exception {
    reopen(new Options.Draft().quota(50_000, 0).options());
    List<FileId> files = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      files.add(at.file(Caller.ROOT, at.root(), "f" + i, 0644));
    }
    long written = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (FileId file : files) {
        futures.add(executor.submit(() -> append(file)));
      }
      for (Future<Integer> future : futures) {
        written += future.get();
      }
    }
    assertEquals(50_000 / 77 * 77, written);
    assertEquals(50_000 - written, done(volume.usage()).freeBytes());
    VolumePropertyTest.requireClean(store);
  }

  private int append(FileId file) {
    int written = 0;
    while (volume.write(Caller.ROOT, file, written, zeros(77))
        instanceof Result.Done<Written>(var value, var _)) {
      written += value.lengthBytes();
    }
    return written;
  }

  @Test
  void countersSurviveReopening() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "x".repeat(123_456));
    Usage usage = done(volume.usage());
    reopen(Options.DEFAULT);
    assertEquals(usage, done(volume.usage()));
    reopen(new Options.Draft().statfsBytes(1 << 20).statfsInodes(10).options());
    assertEquals(new Usage(1 << 20, (1 << 20) - 123_456, 10, 8), done(volume.usage()));
  }

  @Test
  void theLongestFileCostsNothing() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.truncate(file, Long.MAX_VALUE);
    at.write(file, Long.MAX_VALUE - 2, "ab");
    at.write(file, 0, "start");
    at.write(file, 1L << 62, "middle");
    assertEquals("middle", Bytes.wrap(at.read(file, 1L << 62, 6)).toUtf8());
    long used = at.stat(file).usedBytes();
    assertTrue(used < 2 * CHUNK + 20, "used " + used);
    store.batches.clear();
    at.truncate(file, (1L << 62) + 3);
    assertEquals("mid", Bytes.wrap(at.read(file, 1L << 62, 100)).toUtf8());
    at.truncate(file, Long.MAX_VALUE);
    assertEquals(5 + 3, at.stat(file).usedBytes());
    at.truncate(file, 3);
    assertEquals(3, at.stat(file).usedBytes());
    at.truncate(file, 0);
    assertEquals(0, at.stat(file).usedBytes());
    store.batches.forEach(batch -> assertTrue(batch.changes().size() <= 4));
    VolumePropertyTest.requireClean(store);
  }

  @Test
  void aTruncationCountsTheSmallerPart() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "x".repeat(10 * CHUNK));
    Set<Long> measuredFrom = new HashSet<>();
    store.onMeasureFrom = from -> measuredFrom.add(Keys.ordinal(from));
    at.truncate(file, 8L * CHUNK);
    assertEquals(Set.of(8L), measuredFrom);
    measuredFrom.clear();
    at.truncate(file, 2L * CHUNK);
    assertEquals(Set.of(0L), measuredFrom);
    measuredFrom.clear();
    at.truncate(file, 0);
    assertEquals(Set.of(), measuredFrom);
  }

  @Test
  void removingAFileOfAnySizeIsAFewKeys() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    for (int i = 0; i < 20; i++) {
      var _ = done(volume.write(Caller.ROOT, file, (long) i << 20, zeros(1 << 20)));
    }
    store.batches.clear();
    var _ = done(volume.remove(Caller.ROOT, at.root(), name("f")));
    assertEquals(1, store.batches.size());
    List<Change> changes = store.batches.getFirst().changes();
    assertEquals(6, changes.size(), changes::toString);
    assertEquals(1, changes.stream().filter(Change.DeleteRange.class::isInstance).count());
  }

  @Test
  void aLargeWriteIsSlicesOfItsData() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    Bytes data = Bytes.wrap(new byte[1 << 20]);
    store.batches.clear();
    var _ = done(volume.write(Caller.ROOT, file, 0, data));
    List<Bytes> chunks = chunksOf(0);
    assertEquals(16, chunks.size());
    chunks.forEach(chunk -> assertSame(data.array(), chunk.array()));
    assertEquals(16 + 2, store.batches.getFirst().changes().size());
  }

  @Test
  void aMergedChunkSaysWhatChanged() {
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    at.write(file, 0, "x".repeat(1000));
    store.batches.clear();
    at.write(file, 1000, "appended");
    assertEquals(new Change.Put(key(0), value(0, 0), 1000, 8), put(0));
    at.write(file, 10, "inside");
    assertEquals(new Change.Put(key(1), value(1, 0), 10, 6), put(1));
    // The gap is zeros now, as what is not there is.
    at.write(file, 2000, "behind a gap");
    assertEquals(new Change.Put(key(2), value(2, 0), 2000, 12), put(2));
    at.write(file, 0, "y".repeat(3000));
    assertEquals(new Change.Put(key(3), value(3, 0), 0, 3000), put(3));
  }

  private Change.Put put(int batch) {
    return (Change.Put) store.batches.get(batch).changes().getFirst();
  }

  private Bytes key(int batch) {
    return put(batch).key();
  }

  private Bytes value(int batch, int index) {
    return chunksOf(batch).get(index);
  }

  private List<Bytes> chunksOf(int batch) {
    byte kind = 0x13;
    return store.batches.get(batch).changes().stream()
        .filter(Change.Put.class::isInstance)
        .map(Change.Put.class::cast)
        .filter(put -> put.key().at(0) == kind)
        .map(Change.Put::value)
        .toList();
  }

  @Test
  void linkCountsHaveALimit() {
    reopen(new Options.Draft().linkCountMax(4).options());
    assertEquals(4, volume.limits().linkCount());
    FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);
    FileId directory = at.directory(Caller.ROOT, at.root(), "d", 0755);
    for (int i = 0; i < 3; i++) {
      var _ = done(volume.link(Caller.ROOT, file, directory, name("l" + i)));
    }
    refused(Status.MLINK, volume.link(Caller.ROOT, file, directory, name("l3")));
    at.directory(Caller.ROOT, at.root(), "e", 0755);
    refused(
        Status.MLINK,
        volume.makeDirectory(Caller.ROOT, at.root(), name("x"), AttributeChange.NONE));
    at.directory(Caller.ROOT, directory, "inner", 0755);
    refused(
        Status.MLINK,
        volume.rename(Caller.ROOT, directory, name("inner"), at.root(), name("inner")));
    // Over another directory there is no link more.
    var _ = done(volume.rename(Caller.ROOT, directory, name("inner"), at.root(), name("e")));
    VolumePropertyTest.requireClean(store);
  }

  private static Bytes zeros(int length) {
    return Bytes.wrap(new byte[length]);
  }
}
