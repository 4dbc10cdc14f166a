package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a file's readers have the store fetch ahead. */
final class ReadAheadTest {

  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 64;

  private final ManualClock clock = new ManualClock();
  private final HookedStore store = new HookedStore(new MemoryVolume().open(clock));
  private final List<Bytes> asked = new ArrayList<>();
  private final Volume volume =
      Volume.open(
          store, clock, new Random(1), new Options.Draft().readAheadBytes(1 << 20).options());
  private final FileSystemDriver at = new FileSystemDriver(volume);
  private final FileId file = at.file(Caller.ROOT, at.root(), "f", 0644);

  ReadAheadTest() {
    var _ = done(volume.write(Caller.ROOT, file, (long) CHUNK * CHUNKS - 1, Bytes.utf8("x")));
    store.onPrefetch = asked::addAll;
  }

  private void read(int chunk) {
    var _ = done(volume.read(Caller.ROOT, file, (long) chunk * CHUNK, CHUNK));
  }

  @Test
  void aSequentialReaderHasTheRestOfTheFileFetchedAheadAndNothingElse() {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      if (chunk > 3) {
        assertTrue(asked.contains(Keys.chunk(file.inode(), chunk)), "chunk " + chunk);
      }
      read(chunk);
    }
    Set<Bytes> expected = new HashSet<>();
    IntStream.range(3, CHUNKS).forEach(chunk -> expected.add(Keys.chunk(file.inode(), chunk)));
    assertEquals(expected, new HashSet<>(asked));
  }

  @Test
  void aRandomReaderHasNothingFetched() {
    new Random(1).ints(64, 0, CHUNKS / 8).map(index -> index * 8 % CHUNKS).forEach(this::read);
    assertEquals(List.of(), asked);
  }

  @Test
  void withoutAReachNothingIsFetched() {
    Volume off =
        Volume.open(store, clock, new Random(1), new Options.Draft().readAheadBytes(0).options());
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      var _ = done(off.read(Caller.ROOT, file, (long) chunk * CHUNK, CHUNK));
    }
    assertEquals(List.of(), asked);
  }
}
