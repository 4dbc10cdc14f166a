package dev.zerofs.bootstrap.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.Volume;
import dev.zerofs.domain.check.CheckReport;
import dev.zerofs.domain.check.VolumeCheck;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.DirectoryEntry;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.ModelFileSystem;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.List;
import java.util.Objects;

/** Compares a volume with the model of what it should be. */
final class Comparison {

  private static final int HEAD_BYTES = 7 * 64 * 1024;
  private static final int PROBLEMS_MAX = 20;

  private Comparison() {}

  /** Equal but for the position, and for attributes that could not be had. */
  static void assertSame(Result<?> expected, Result<?> found) {
    switch (expected) {
      case Result.Done<?>(Object value, _) ->
          assertEquals(value, found instanceof Result.Done<?> done ? done.value() : found);
      case Result.Refused<?> refused -> {
        Result.Refused<?> same = assertInstanceOf(Result.Refused.class, found);
        assertEquals(refused.status(), same.status());
        for (int i = 0; i < refused.wcc().size(); i++) {
          assertEquals(refused.wcc(i), same.wcc(i));
        }
      }
    }
  }

  /** Compares everything; access times, which nobody waits for, are taken over by the model. */
  static void assertRecovered(ModelFileSystem model, Volume volume, KeyValueStore store) {
    assertEquals(volume.volume().root(), model.volume().root());
    assertSameTree(model, volume, model.volume().root());
    Usage usage = FileSystemDriver.done(volume.usage());
    assertEquals(model.usedBytes(), usage.totalBytes() - usage.freeBytes(), "used bytes");
    assertEquals(model.inodeCount(), usage.totalInodes() - usage.freeInodes(), "inodes");
    try (Snapshot snapshot = store.snapshot()) {
      CheckReport report = VolumeCheck.run(snapshot, PROBLEMS_MAX);
      assertTrue(report.isClean(), () -> String.join("\n", report.problems()));
    }
  }

  private static void assertSameTree(ModelFileSystem model, FileSystem volume, FileId directory) {
    FileSystemDriver found = new FileSystemDriver(volume);
    adoptAccessTime(model, found.stat(directory));
    List<DirectoryEntry> entries = found.list(FileSystemDriver.ROOT, directory, 1000);
    for (DirectoryEntry entry : entries.subList(2, entries.size())) {
      Attributes attributes = Objects.requireNonNull(entry.attributes());
      if (model.attributes(attributes.id()) instanceof Result.Done<?>) {
        adoptAccessTime(model, attributes);
      }
    }
    FileSystemDriver expected = new FileSystemDriver(model);
    assertEquals(expected.list(FileSystemDriver.ROOT, directory, 1000), entries);
    for (DirectoryEntry entry : entries.subList(2, entries.size())) {
      Attributes attributes = Objects.requireNonNull(entry.attributes());
      FileId id = attributes.id();
      if (attributes.type() == FileType.DIRECTORY) {
        assertSameTree(model, volume, id);
      } else if (attributes.type() == FileType.REGULAR) {
        assertArrayEquals(
            expected.read(id, 0, HEAD_BYTES), found.read(id, 0, HEAD_BYTES), entry::toString);
      }
    }
  }

  private static void adoptAccessTime(ModelFileSystem model, Attributes attributes) {
    model.setAccessed(attributes.id(), attributes.accessedEpochNanos());
  }
}
