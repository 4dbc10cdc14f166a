package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** The records of checkpoints in a database, and the directories that they name. */
final class Checkpoints {

  /** A checkpoint and the number of its directory. */
  record Kept(Checkpoint checkpoint, long number) {}

  private Checkpoints() {}

  /** Where the directories are. */
  static Path directory(Path database) {
    return database.resolve("checkpoints");
  }

  /** Where checkpoint {@code number} is. */
  static Path directory(Path database, long number) {
    return directory(database).resolve(Long.toString(number));
  }

  /** All that are recorded, in the order of their positions, then of their numbers. */
  static List<Kept> list(RocksDB open) throws RocksDBException {
    List<Kept> found = new ArrayList<>();
    try (Slice end = new Slice(Layout.CHECKPOINTS_END);
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator records = open.newIterator(options)) {
      for (records.seek(Layout.CHECKPOINTS); records.isValid(); records.next()) {
        found.add(kept(Layout.checkpointName(records.key()), records.value()));
      }
      records.status();
    }
    found.sort(
        Comparator.comparing((Kept kept) -> kept.checkpoint().position())
            .thenComparing(Kept::number));
    return found;
  }

  /** The one of this name, or null. */
  static @Nullable Kept find(RocksDB open, String name) throws RocksDBException {
    byte[] record = open.get(Layout.checkpoint(name));
    return record == null ? null : kept(name, record);
  }

  /** What {@link #kept} reads. */
  static byte[] record(Kept kept) {
    return Layout.number(
        kept.checkpoint().position().sequence(),
        kept.checkpoint().createdEpochNanos(),
        kept.number());
  }

  private static Kept kept(String name, byte[] record) {
    String what = "checkpoint " + name;
    return new Kept(
        new Checkpoint(
            name,
            new CommitPosition(Layout.numberAt(record, 0, what)),
            Layout.numberAt(record, 1, what)),
        Layout.numberAt(record, 2, what));
  }

  /** The exception for a name that nobody gave. */
  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("there is no checkpoint '" + name + "'");
  }

  /** Deletes the directories that no record names: what a crash left of a making or deleting. */
  static void deleteUnrecorded(Path database, List<Kept> recorded) throws IOException {
    List<String> names = recorded.stream().map(kept -> Long.toString(kept.number())).toList();
    if (!Files.isDirectory(directory(database))) {
      return;
    }
    try (Stream<Path> found = Files.list(directory(database))) {
      for (Path each : found.toList()) {
        if (!names.contains(String.valueOf(each.getFileName()))) {
          delete(each);
        }
      }
    }
  }

  /** Deletes a directory and what is in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
