package dev.zerofs.domain.check;

import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that are lost, told as paths and bytes. */
final class LostKeysTest {
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});
  private static final Bytes LAST = Bytes.wrap(new byte[] {-1});

  private final ManualClock clock = new ManualClock();
  private final KeyValueStore store = new MemoryVolume().open(clock);
  private final FileSystemDriver at =
      new FileSystemDriver(Volume.open(store, clock, new Random(1), Options.DEFAULT));
  private final FileId directory = at.directory(Caller.ROOT, at.root(), "d", 0755);
  private final FileId file = at.file(Caller.ROOT, directory, "f", 0644);
  private final FileId second = at.file(Caller.ROOT, directory, "line\nbreak", 0644);

  @BeforeEach
  void fill() {
    at.write(file, 4 * 65_536L, "text");
    at.write(second, 0, "more");
  }

  @Test
  void aChunkIsBytesOfAFile() {
    assertEquals(
        List.of("gone: /d/f (inode:2), bytes 65536 to 131071"),
        lines(loss(Keys.chunk(2, 1), after(Keys.chunk(2, 1)))));
    assertEquals(
        List.of("gone: /d/f (inode:2), bytes 262144 to 262147"),
        lines(loss(Keys.chunk(2, 4), after(Keys.chunk(2, 4)))));
  }

  @Test
  void neighbouringChunksAreOneStretch() {
    assertEquals(
        List.of(
            "gone: /d/f (inode:2), bytes 65536 to 196607",
            "gone: /d/line\\x0abreak (inode:3), bytes 0 to 3"),
        lines(
            loss(Keys.chunk(2, 1), after(Keys.chunk(2, 1))),
            loss(Keys.chunk(2, 2), after(Keys.chunk(2, 2))),
            loss(Keys.chunk(3, 0), after(Keys.chunk(3, 0)))));
  }

  @Test
  void aStretchOfChunksConcernsEveryFileInIt() {
    assertEquals(
        List.of(
            "gone; it may concern",
            "    /d/f (inode:2), bytes 131072 to 262147",
            "    /d/line\\x0abreak (inode:3), bytes 0 to 3"),
        lines(loss(Keys.chunk(2, 2), Keys.chunksEnd())));
    assertEquals(
        List.of("gone: /d/f (inode:2), bytes 131072 to 262147"),
        lines(loss(Keys.chunk(2, 2), Keys.chunk(3, 0))));
  }

  @Test
  void recordsAreNamedByTheirPaths() {
    assertEquals(
        List.of("gone: /d/f (inode:2), its attributes"),
        lines(loss(Keys.inode(2), after(Keys.inode(2)))));
    assertEquals(
        List.of(
            "gone; it may concern",
            "    /d (inode:1), its attributes",
            "    /d/f (inode:2), its attributes"),
        lines(loss(Keys.inode(1), after(Keys.inode(2)))));
    assertEquals(
        List.of("gone: /d (inode:1), names in it"),
        lines(loss(Keys.dentry(1, name("a")), Keys.dentry(1, name("c")))));
    assertEquals(
        List.of("gone: /d (inode:1), the order of its names"),
        lines(loss(Keys.cookie(1, 3), after(Keys.cookie(1, 3)))));
    assertEquals(
        List.of("gone: the volume's own records from next_inode_id on"),
        lines(loss(Keys.NEXT_INODE_ID, after(Keys.NEXT_INODE_ID))));
    assertEquals(
        List.of("gone: results of calls that clients may repeat when the server is started anew"),
        lines(loss(Keys.repliesFrom(7), Keys.repliesFrom(8))));
  }

  @Test
  void everythingIsEverything() {
    assertEquals(
        List.of(
            "gone; it may concern",
            "    the volume's own records from 0x00 on",
            "    results of calls that clients may repeat when the server is started anew",
            "    / (inode:0), its attributes",
            "    /d (inode:1), its attributes",
            "    /d/f (inode:2), its attributes",
            "    /d/line\\x0abreak (inode:3), its attributes",
            "    / (inode:0), names in it",
            "    /d (inode:1), names in it",
            "    / (inode:0), the order of its names",
            "    /d (inode:1), the order of its names",
            "    /d/f (inode:2), bytes 0 to 262147",
            "    /d/line\\x0abreak (inode:3), bytes 0 to 3"),
        lines(loss(FIRST, LAST)));
  }

  @Test
  void aFileWithoutANameIsTold() {
    assertEquals(
        List.of("gone: (no name) (inode:77), bytes 0 to 65535"),
        lines(loss(Keys.chunk(77, 0), after(Keys.chunk(77, 0)))));
  }

  private List<String> lines(LostKeys.Loss... losses) {
    return new LostKeys(store).describe(List.of(losses));
  }

  private static LostKeys.Loss loss(Bytes from, Bytes to) {
    return new LostKeys.Loss("gone", from, to);
  }

  private static Bytes after(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.toByteArray(), key.length() + 1));
  }
}
