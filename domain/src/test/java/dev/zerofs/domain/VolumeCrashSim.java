package dev.zerofs.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.DirectoryEntry;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.ModelFileSystem;
import dev.zerofs.ports.filesystem.RandomOperations;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A crash leaves a prefix: what was waited for is there, nothing is half there, and no identity is
 * used a second time.
 */
final class VolumeCrashSim {
  private static final int RUNS = 60;
  private static final int STEPS = 250;

  /** An operation, when it ran, and what a reply to it would have waited for. */
  private record Ran(
      RandomOperations.Operation operation, long epochNanos, CommitPosition position) {}

  @Test
  void aCrashLeavesAPrefix() {
    Seeds.forEach(RUNS, VolumeCrashSim::crashOnce);
  }

  private static void crashOnce(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    MemoryVolume disk = new MemoryVolume();
    Volume volume = Volume.open(disk.open(clock), clock, random, Options.DEFAULT);
    RandomOperations operations = new RandomOperations(seed, volume.volume().root());
    List<Ran> history = new ArrayList<>();
    CommitPosition promised = disk.durablePosition();
    Set<FileId> used = new HashSet<>();
    for (int step = 0; step < STEPS; step++) {
      clock.advance(random.nextInt(1000));
      RandomOperations.Operation operation = operations.next();
      Result<?> result = operation.run(volume);
      operations.learn(result);
      rememberIdentity(result, used);
      history.add(new Ran(operation, clock.epochNanos(), result.position()));
      if (random.nextInt(30) == 0) {
        Ran any = history.get(random.nextInt(history.size()));
        volume.awaitReply(any.position());
        promised = promised.max(any.position());
      }
    }
    CommitPosition survived = disk.durablePosition();
    assertTrue(survived.compareTo(promised) >= 0);
    KeyValueStore after = disk.open(clock);
    Volume reopened = Volume.open(after, clock, random, Options.DEFAULT);
    VolumePropertyTest.requireClean(after);
    assertEquals(contents(replay(history, survived)), contents(reopened));
    requireNewIdentity(reopened, used);
  }

  private static void rememberIdentity(Result<?> result, Set<FileId> used) {
    if (result instanceof Result.Done<?>(var value, var _) && value instanceof Created created) {
      used.add(created.object().id());
    }
  }

  /** What the operations up to the one whose batch was the last to survive have done. */
  private static ModelFileSystem replay(List<Ran> history, CommitPosition last) {
    ManualClock clock = new ManualClock();
    ModelFileSystem model = new ModelFileSystem(clock);
    for (Ran ran : history.subList(0, survivors(history, last))) {
      clock.jump(ran.epochNanos() - clock.epochNanos());
      var _ = ran.operation().run(model);
    }
    return model;
  }

  /** How many operations survived: those after the last batch that did changed nothing. */
  private static int survivors(List<Ran> history, CommitPosition last) {
    CommitPosition newest = CommitPosition.NONE;
    int count = 0;
    for (int i = 0; i < history.size(); i++) {
      CommitPosition position = history.get(i).position();
      boolean wrote = position.compareTo(newest) > 0;
      newest = newest.max(position);
      if (wrote && position.compareTo(last) <= 0) {
        count = i + 1;
      }
    }
    return count;
  }

  /** Everything below the root by path, without atimes: those of reads may be lost. */
  static TreeMap<String, Object> contents(FileSystem fs) {
    TreeMap<String, Object> contents = new TreeMap<>();
    collect(new FileSystemDriver(fs), fs.volume().root(), "", contents);
    return contents;
  }

  private static void collect(
      FileSystemDriver at, FileId directory, String path, TreeMap<String, Object> contents) {
    contents.put(path + "/", withoutAccessTime(at.stat(directory)));
    List<DirectoryEntry> entries = at.list(Caller.ROOT, directory, 100);
    for (DirectoryEntry entry : entries.subList(2, entries.size())) {
      String below = path + "/" + entry.name();
      Attributes attributes = entry.attributes();
      if (attributes != null && attributes.type() == FileType.DIRECTORY) {
        collect(at, attributes.id(), below, contents);
      } else if (attributes != null) {
        contents.put(below, withoutAccessTime(attributes));
        if (attributes.type() == FileType.REGULAR) {
          byte[] head = at.read(attributes.id(), 0, 7 * 64 * 1024);
          contents.put(below + ":data", Bytes.wrap(head));
        }
      }
    }
  }

  private static Attributes withoutAccessTime(Attributes a) {
    return new Attributes(
        a.id(),
        a.type(),
        a.mode(),
        a.linkCount(),
        a.uid(),
        a.gid(),
        a.sizeBytes(),
        a.usedBytes(),
        a.device(),
        0,
        a.modifiedEpochNanos(),
        a.changedEpochNanos());
  }

  private static void requireNewIdentity(Volume volume, Set<FileId> used) {
    FileSystemDriver at = new FileSystemDriver(volume);
    Set<Long> inodes = new HashSet<>();
    used.forEach(id -> inodes.add(id.inode()));
    for (int i = 0; i < 10; i++) {
      FileId made = at.file(Caller.ROOT, at.root(), "after-" + i, 0644);
      assertFalse(inodes.contains(made.inode()), "inode " + made + " was used before the crash");
    }
  }
}
