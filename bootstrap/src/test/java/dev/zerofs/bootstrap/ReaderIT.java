package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.LsmProvider;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process reads a directory in which others, one killed after the other, write. */
@Timeout(120)
final class ReaderIT {

  @TempDir private Path directory;

  private Process writer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            VolumeWriter.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aReaderFollowsWritersThatAreKilled() throws Exception {
    KeyValueReader reader = null;
    long before = 0;
    try (ObjectStore store = VolumeWriter.store(directory)) {
      for (int life = 0; life < 3; life++) {
        Process process = writer();
        try (BufferedReader told = process.inputReader()) {
          for (int i = 0; i < 60; i++) {
            String line = Objects.requireNonNull(told.readLine(), "the writer has ended");
            if (reader == null) {
              reader = new LsmProvider().openReader(VolumeWriter.context(store));
            }
            if (i % 4 == 0) {
              before = requireWhole(reader, before);
            }
            if (i == 30) {
              // Some time later it has what the writer said to be stable.
              long stable = Long.parseLong(line.substring(line.indexOf(' ') + 1));
              while (before < stable) {
                before = requireWhole(reader, before);
              }
            }
          }
        } finally {
          process.destroyForcibly();
        }
        process.waitFor();
        before = requireWhole(Objects.requireNonNull(reader), before);
      }
    } finally {
      if (reader != null) {
        reader.close();
      }
    }
  }

  /** The state is that after some round, whole, and no older than before. */
  private static long requireWhole(KeyValueReader reader, long before) {
    try (Snapshot snapshot = reader.snapshot()) {
      long position = snapshot.position().sequence();
      assertTrue(position >= before, () -> "from " + before + " back to " + position);
      long number = number(snapshot, "left");
      assertEquals(number, number(snapshot, "right"));
      for (long i = number; i > Math.max(0, number - VolumeWriter.KEYS); i--) {
        Bytes key = Bytes.utf8("k" + i % VolumeWriter.KEYS);
        assertEquals(VolumeWriter.value(i), Objects.requireNonNull(snapshot.get(key)).value());
      }
      assertEquals(
          Math.min(number, VolumeWriter.KEYS),
          snapshot.measure(Bytes.utf8("k"), Bytes.utf8("l")).entryCount());
      return position;
    }
  }

  private static long number(Snapshot snapshot, String key) {
    return Long.parseLong(Objects.requireNonNull(snapshot.get(Bytes.utf8(key))).value().toUtf8());
  }
}
