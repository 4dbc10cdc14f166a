package dev.zerofs.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.check.CheckReport;
import dev.zerofs.domain.check.VolumeCheck;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.filesystem.DirectoryEntry;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.ModelFileSystem;
import dev.zerofs.ports.filesystem.RandomOperations;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations of several users do to a volume what they do to the model. */
final class VolumePropertyTest {
  private static final int RUNS = 12;
  private static final int STEPS = 1500;

  @Test
  void aVolumeBehavesAsTheModel() {
    Seeds.forEach(RUNS, VolumePropertyTest::compare);
  }

  private static void compare(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    MemoryVolume disk = new MemoryVolume();
    ModelFileSystem model = new ModelFileSystem(clock);
    KeyValueStore store = disk.open(clock);
    Volume volume = Volume.open(store, clock, random, Options.DEFAULT);
    RandomOperations operations = new RandomOperations(seed, volume.volume().root());
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(200) == 0) {
        volume.close();
        store.close();
        store = disk.open(clock);
        volume = Volume.open(store, clock, random, Options.DEFAULT);
        model.setGeneration(store.epoch());
      }
      turnClock(clock, random);
      RandomOperations.Operation operation = operations.next();
      Result<?> expected = operation.run(model);
      Result<?> found = operation.run(volume);
      assertSame("step " + step, expected, found);
      operations.learn(found);
    }
    assertSameTree(model, volume, model.volume().root());
    assertUsage(model, volume);
    requireClean(store);
  }

  private static void turnClock(ManualClock clock, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> clock.jump(-random.nextInt(1_000_000));
      case 1 -> clock.advance(random.nextLong(48L * 3600 * 1_000_000_000));
      case 2 -> clock.advance(1);
      default -> clock.advance(random.nextInt(1_000_000));
    }
  }

  /** Equal but for the position, and for attributes that could not be had. */
  private static void assertSame(String where, Result<?> expected, Result<?> found) {
    switch (expected) {
      case Result.Done<?> done ->
          assertEquals(
              done.value(), found instanceof Result.Done<?> same ? same.value() : found, where);
      case Result.Refused<?> refused -> {
        assertTrue(found instanceof Result.Refused<?>, where + ": " + expected + " / " + found);
        Result.Refused<?> same = (Result.Refused<?>) found;
        assertEquals(refused.status(), same.status(), where);
        for (int i = 0; i < refused.wcc().size(); i++) {
          assertEquals(refused.wcc(i), same.wcc(i), where);
        }
      }
    }
  }

  private static void assertSameTree(FileSystem model, FileSystem volume, FileId directory) {
    List<DirectoryEntry> expected =
        new FileSystemDriver(model).list(FileSystemDriver.ROOT, directory, 1000);
    assertEquals(expected, new FileSystemDriver(volume).list(FileSystemDriver.ROOT, directory, 7));
    List<FileId> below = new ArrayList<>();
    for (DirectoryEntry entry : expected.subList(2, expected.size())) {
      var attributes = entry.attributes();
      if (attributes != null && attributes.type() == FileType.DIRECTORY) {
        below.add(attributes.id());
      }
    }
    below.forEach(id -> assertSameTree(model, volume, id));
  }

  private static void assertUsage(ModelFileSystem model, Volume volume) {
    Usage usage = FileSystemDriver.done(volume.usage());
    assertEquals(model.usedBytes(), usage.totalBytes() - usage.freeBytes());
    assertEquals(model.inodeCount(), usage.totalInodes() - usage.freeInodes());
  }

  /** Fails with the problems of a volume. */
  static void requireClean(KeyValueStore store) {
    try (Snapshot snapshot = store.snapshot()) {
      CheckReport report = VolumeCheck.run(snapshot, 20);
      assertTrue(report.isClean(), () -> String.join("\n", report.problems()));
    }
  }
}
