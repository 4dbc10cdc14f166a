package dev.zerofs.domain.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A listing says what a scan says, in its order. */
final class KeyListingTest {
  private final ManualClock clock = new ManualClock();
  private final KeyValueStore store = new MemoryVolume().open(clock);

  @Test
  void aSmallVolumeReadsAsTheDesignSays() {
    FileSystemDriver at =
        new FileSystemDriver(Volume.open(store, clock, new Random(1), Options.DEFAULT));
    FileId file = at.file(Caller.ROOT.calling(new CallId(1, 2)), at.root(), "f", 0644);
    at.write(file, 65_536, "text");
    at.write(file, 0, "x".repeat(65_536));
    List<String> lines = list("");
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("inode:0 → {type: directory, ")));
    assertTrue(lines.contains("chunk:1/0 → [65536 bytes]"), lines::toString);
    assertTrue(lines.contains("chunk:1/1 → [4 bytes]"), lines::toString);
    assertTrue(
        lines.contains("reply:1.0/00000000000000010000000000000002 → {created: inode:1}"),
        lines::toString);
    assertEquals(scanned(""), lines);
    for (String prefix :
        List.of("reply:1.0/", "inode:", "dentry:0/", "chunk:1/1", "cookie", "next_inode_id", "x")) {
      assertEquals(scanned(prefix), list(prefix));
    }
  }

  @Test
  void chunksAreListedWithoutBeingRead() {
    Seeds.forEach(
        50,
        seed -> {
          Random random = new Random(seed);
          WriteBatch batch = new WriteBatch().deleteRange(Keys.chunk(0, 0), Keys.chunksEnd());
          for (int i = random.nextInt(20); i >= 0; i--) {
            long owner = random.nextInt(5) == 0 ? random.nextLong(1L << 62) : random.nextInt(5);
            long index = random.nextInt(3) == 0 ? random.nextLong(1L << 47) : 0;
            addChunks(batch, owner, index, random);
          }
          store.write(batch);
          assertEquals(scanned(""), list(""));
          assertEquals(scanned("chunk:3/"), list("chunk:3/"));
        });
  }

  private static void addChunks(WriteBatch batch, long owner, long from, Random random) {
    int count = random.nextInt(40);
    int share = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(share) == 0) {
        int length = random.nextInt(4) == 0 ? 1 + random.nextInt(100) : 65_536;
        batch.put(Keys.chunk(owner, from + i), Bytes.wrap(new byte[length]));
      }
    }
  }

  private List<String> list(String prefix) {
    List<String> lines = new ArrayList<>();
    new KeyListing(store, store.cloneId(), prefix, lines::add).run();
    return lines;
  }

  private List<String> scanned(String prefix) {
    List<String> lines = new ArrayList<>();
    Bytes last = Bytes.wrap(new byte[] {-1});
    try (Cursor cursor = store.scan(Bytes.wrap(new byte[] {0}), last)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        String line = Description.describe(entry.key(), entry.value());
        if (line.startsWith(prefix)) {
          lines.add(line);
        }
      }
    }
    return lines;
  }
}
