package dev.zerofs.lsm.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.golden.Golden;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What slabs and indexes look like, byte by byte. */
final class SlabGoldenTest {

  private static final int PART_BYTES = 256 << 10;
  private static final Bytes BODY = Bytes.utf8("the bytes of a part");

  @TempDir private Path directory;

  private static CacheKey key(Origin.Kind kind, long id) {
    return new CacheKey(new Origin(kind, new VolumeId(0x1122L, 0x3344L), 5, 6, 0x7788L), id, 9);
  }

  @Test
  void aSlab() throws IOException {
    ByteWriter fresh = new ByteWriter(256);
    fresh.bytes(SlabFormat.head(PART_BYTES, 3));
    for (Origin.Kind kind : Origin.Kind.values()) {
      fresh.bytes(SlabFormat.recordHead(key(kind, 10), BODY)).bytes(BODY);
    }
    Bytes golden = Golden.file("slab-v1.bin", fresh.copyBytes());
    assertEquals(golden, fresh.view());

    Path file = SlabFormat.path(directory, 3);
    Files.write(file, golden.toByteArray());
    Slab slab = new Slab(3, file, Slab.Kind.OWN, golden.length(), 0);
    Map<CacheKey, Place> found = new LinkedHashMap<>();
    assertTrue(new SlabScan(new SystemCacheFiles(), slab).run(directory, PART_BYTES, found::put));
    assertEquals(
        List.of(Origin.Kind.values()),
        found.keySet().stream().map(key -> key.origin().kind()).toList());
    for (Place place : found.values()) {
      assertEquals(BODY, golden.slice(place.offset(), place.length()));
    }
  }

  @Test
  void anIndex() {
    Slab slab = new Slab(4, directory, Slab.Kind.TAKEN, 1 << 20, 0);
    List<Catalogue.Kept> entries =
        List.of(
            new Catalogue.Kept(key(Origin.Kind.VALUE, 1), new Place(slab, 4096, 100, 0x5566)),
            new Catalogue.Kept(key(Origin.Kind.VALUE, 2), new Place(slab, 8192, 200, 0x7788)));
    Bytes fresh = SlabFormat.index(PART_BYTES, 4, entries);
    Bytes golden = Golden.file("slab-index-v1.bin", fresh);
    assertEquals(golden, fresh);

    Map<CacheKey, Place> found = new LinkedHashMap<>();
    assertTrue(SlabFormat.readIndex(golden, PART_BYTES, slab, found::put));
    assertEquals(
        entries,
        found.entrySet().stream()
            .map(entry -> new Catalogue.Kept(entry.getKey(), entry.getValue()))
            .toList());
  }
}
