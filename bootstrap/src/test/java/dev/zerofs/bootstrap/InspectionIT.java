package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code debug} and {@code fsck} say of a volume in a directory, as processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectionIT {

  @TempDir private static Path home = Path.of("set by JUnit");

  /** One for all tests: a process takes long to start. */
  private Path volume = Path.of("set before all tests");

  @BeforeAll
  void serve() throws Exception {
    volume = home.resolve("volume");
    try (Program server = server()) {
      try (NfsProbe probe = new NfsProbe(server.port())) {
        assertEquals(0, probe.makeDirectory("made"));
      }
      server.terminate();
      assertEquals(0, server.exitStatus(), server::errorsText);
    }
  }

  private Program server() throws IOException {
    return start("run", "--listen", "127.0.0.1:0", "--durability", "bucket");
  }

  private Program start(String... arguments) throws IOException {
    return start(volume, arguments);
  }

  private Program start(Path store, String... arguments) throws IOException {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--store";
    all[arguments.length + 1] = store.toUri().toString();
    return Program.start(home, Map.of(), all);
  }

  private List<String> lines(int status, String... arguments) throws Exception {
    try (Program program = start(arguments)) {
      List<String> lines = program.output().lines().toList();
      assertEquals(status, program.exitStatus(), program::errorsText);
      assertEquals("", program.errorsText());
      return lines;
    }
  }

  @Test
  void keysAreListed() throws Exception {
    List<String> all = lines(0, "debug", "keys");
    assertTrue(all.getFirst().startsWith("format → {version: 1, volume: "), all::toString);
    assertTrue(
        all.stream().anyMatch(line -> line.startsWith("inode:0 → {type: directory, entries: ")));
    assertEquals(
        List.of("dentry:0/made → {inode: 1, type: directory, cookie: 3}"),
        lines(0, "debug", "keys", "--prefix", "dentry:0/m"));
  }

  @Test
  void objectsAreTold() throws Exception {
    List<String> manifest = lines(0, "debug", "manifest");
    assertTrue(manifest.getFirst().startsWith("manifest/0"), manifest::toString);
    assertTrue(manifest.getLast().startsWith("total: "), manifest::toString);
    List<String> segments = lines(0, "debug", "segments");
    assertTrue(segments.getFirst().contains(": batches "), segments::toString);
    assertTrue(segments.getLast().startsWith("total: "), segments::toString);
    Path table = files("sst").getLast();
    List<String> byFile = lines(0, "debug", "sst", "--entries", table.toString());
    assertTrue(
        byFile.stream().anyMatch(line -> line.startsWith("dentry:0/made, batch ")),
        byFile::toString);
    assertEquals(
        byFile, lines(0, "debug", "sst", "--entries", volume.relativize(table).toString()));
  }

  @Test
  void aWholeVolumeIsStatusZeroAlsoBesideAServer() throws Exception {
    assertEquals("the volume is whole", lines(0, "fsck").getLast());
    try (Program server = server();
        NfsProbe probe = new NfsProbe(server.port())) {
      assertEquals(0, probe.makeDirectory("another"));
      assertEquals("the volume is whole", lines(0, "fsck", "--deep").getLast());
      assertEquals(0, probe.makeDirectory("third")); // it still serves
    }
    assertEquals("the volume is whole", lines(0, "fsck").getLast());
  }

  @Test
  void damageIsStatusFour() throws Exception {
    Path table = files("sst").getLast();
    byte[] bytes = Files.readAllBytes(table);
    bytes[5] ^= 1;
    Files.write(table, bytes);
    List<String> lines = lines(4, "fsck");
    bytes[5] ^= 1;
    Files.write(table, bytes);
    assertTrue(lines.getFirst().startsWith("damage: " + volume.relativize(table)), lines::toString);
    assertEquals("the volume is DAMAGED", lines.getLast());
  }

  @Test
  void whoReadsMayStopReading() throws Exception {
    try (Program program = start("debug", "keys")) {
      program.closeOutput();
      assertEquals(0, program.exitStatus(), program::errorsText);
      assertEquals("", program.errorsText());
    }
  }

  @Test
  void whatIsNoVolumeIsOneLineAndLeavesNothingBehind() throws Exception {
    Path nowhere = home.resolve("nowhere");
    for (List<String> command : List.of(List.of("fsck"), List.of("debug", "keys"))) {
      try (Program program = start(nowhere, command.toArray(String[]::new))) {
        program.assertFails(1, "there is no volume at file://" + nowhere);
      }
      assertFalse(Files.exists(nowhere));
    }
    Path empty = Files.createDirectory(home.resolve("empty"));
    for (List<String> command : List.of(List.of("fsck"), List.of("debug", "keys"))) {
      try (Program program = start(empty, command.toArray(String[]::new))) {
        program.assertFails(1, "there is no volume ");
      }
    }
  }

  private List<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(volume.resolve(kind))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
