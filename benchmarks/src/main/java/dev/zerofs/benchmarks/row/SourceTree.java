package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.store.Request;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A tree like that of a program's sources: directories of a few dozen files, many of them small, a
 * few large, 8 KB on average. Remembers what is in it.
 */
final class SourceTree {

  private static final int FILES_PER_DIRECTORY = 25;
  private static final int MEDIAN_BYTES = 4_800;
  private static final int SIZE_MAX = 60_000;

  /** Of the logarithm of sizes. */
  private static final double DEVIATION = 1;

  private record Written(long seed, int lengthBytes) {}

  /** What reading it took. */
  record Reading(Traffic traffic, long files, long bytes) {
    long gets() {
      return traffic.count(Request.GET);
    }
  }

  private final int files;
  private final Random random;
  private final List<FileId> directories = new ArrayList<>();
  private final List<FileId> inOrder = new ArrayList<>();
  private final Map<FileId, Written> contents = new HashMap<>();
  private long nextSeed;

  SourceTree(int files, long seed) {
    this.files = files;
    this.random = new Random(seed);
  }

  long sizeBytes() {
    return contents.values().stream().mapToLong(Written::lengthBytes).sum();
  }

  int fileCount() {
    return files;
  }

  /** As an archive is unpacked over NFS: every call is stable before the next. */
  void unpack(FileClient client) {
    FileId directory = client.root();
    for (int i = 0; i < files; i++) {
      if (i % FILES_PER_DIRECTORY == 0) {
        directory = client.makeDirectory(client.root(), "package-" + i / FILES_PER_DIRECTORY);
        directories.add(directory);
      }
      FileId file = client.create(directory, "File" + i + ".java");
      inOrder.add(file);
      client.await(fill(client, file));
    }
  }

  /** Writes some file anew, with another size, as an editor does. */
  void overwriteSome(FileClient client) {
    FileId file = inOrder.get(random.nextInt(files));
    var _ = client.truncate(file, 0);
    client.await(fill(client, file));
  }

  /** Makes a file and removes it again; it leaves its content in a segment. */
  void comeAndGo(FileClient client) {
    FileId file = client.create(client.root(), "passing");
    client.await(fill(client, file));
    contents.remove(file);
    client.await(client.remove(client.root(), "passing"));
  }

  private CommitPosition fill(FileClient client, FileId file) {
    double size = MEDIAN_BYTES * Math.exp(DEVIATION * random.nextGaussian());
    int length = (int) Math.clamp(size, 40, SIZE_MAX);
    Written written = new Written(nextSeed++, length);
    contents.put(file, written);
    return client.write(file, 0, Contents.of(written.seed(), length));
  }

  /** One reader walks the tree after everything was forgotten: lists, then reads, in order. */
  Reading readCold(Place place) {
    place.dropCache();
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      Traffic before = open.traffic();
      long count = 0;
      long bytes = 0;
      for (Attributes directory : client.list(client.root())) {
        if (!directories.contains(directory.id())) {
          continue;
        }
        for (Attributes file : client.list(directory.id())) {
          if (file.type() == FileType.REGULAR) {
            bytes += read(client, file);
            count++;
          }
        }
      }
      if (count != files) {
        throw new IllegalStateException(count + " files of " + files);
      }
      return new Reading(open.traffic().since(before), count, bytes);
    }
  }

  private long read(FileClient client, Attributes file) {
    Written expected = contents.get(file.id());
    if (expected == null) {
      throw new IllegalStateException("nobody wrote " + file.id());
    }
    Bytes content = client.read(file.id(), 0, 1 << 20);
    Contents.require(content, expected.seed(), expected.lengthBytes(), file.id());
    return content.length();
  }
}
