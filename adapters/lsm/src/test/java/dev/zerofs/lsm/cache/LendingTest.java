package dev.zerofs.lsm.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the journal in the disk cache: lent, taken, given back. */
final class LendingTest {

  private final FailingFiles files = new FailingFiles();
  @TempDir private Path directory;
  private @Nullable DiskCache cache;

  @AfterEach
  void close() {
    if (cache != null) {
      cache.close();
    }
  }

  private DiskCache open(long sizeBytes) {
    close();
    var options = new DiskCache.Options(directory, sizeBytes, 1000, 1 << 20, 1 << 20);
    DiskCache opened = new DiskCache(options, files, new ManualClock(), () -> {});
    settle(opened);
    cache = opened;
    return opened;
  }

  private static void settle(DiskCache cache) {
    while (cache.work() == 0) {}
  }

  private static CacheKey key(long id) {
    return new CacheKey(new Origin(Origin.Kind.VALUE, new VolumeId(1, 2), 0, 7, 99), id, 0);
  }

  private static Bytes body(long id, int length) {
    byte[] body = new byte[length];
    new Random(id).nextBytes(body);
    return Bytes.wrap(body);
  }

  private static void put(DiskCache target, long id, int length) {
    target.offer(key(id), body(id, length));
    settle(target);
  }

  @Test
  void aFileOfTheJournalIsReadWhileItIsLentAndAfterItWasTaken() throws IOException {
    DiskCache opened = open(1 << 20);
    Path journal = Files.createDirectories(directory.resolve("j"));
    Path file = journal.resolve("1.journal");
    Files.write(file, concat(body(0, 100), body(1, 3000), body(2, 3000)));
    lend(opened, 1, file, 100, 3000);
    lend(opened, 2, file, 3100, 3000);
    assertEquals(body(1, 3000), opened.find(key(1)), "while it is the journal's");
    assertEquals(0, opened.usedBytes());

    assertTrue(opened.offerFile(file, 6100));
    settle(opened);
    assertFalse(Files.exists(file));
    assertEquals(body(2, 3000), opened.find(key(2)));
    assertTrue(opened.usedBytes() > 6100);
    assertEquals(body(2, 3000), open(1 << 20).find(key(2)), "after a restart");

    DiskCache full = open(1 << 20);
    for (int id = 10; id < 3000; id++) {
      put(full, id, 500);
    }
    assertNull(full.find(key(1)));
    assertTrue(full.hasSpareFile());
    Path spare = Objects.requireNonNull(full.spareFile());
    assertEquals(6100, Files.size(spare));
  }

  @Test
  void aFileThatTheJournalUsesAgainIsForgottenFirst() throws IOException {
    DiskCache opened = open(1 << 20);
    Path file = directory.resolve("1.journal");
    Files.write(file, concat(body(1, 3000)));
    lend(opened, 1, file, 0, 3000);
    opened.takeBackFile(file);
    assertNull(opened.find(key(1)));
    assertFalse(opened.offerFile(file, 3000), "nothing in it is of use");
    assertTrue(Files.exists(file));
  }

  @Test
  void aFileThatCannotBeMovedIsGivenBackAndNoneIsTakenAnyMore() throws IOException {
    DiskCache opened = open(1 << 20);
    Path file = directory.resolve("1.journal");
    Files.write(file, concat(body(1, 3000)));
    lend(opened, 1, file, 0, 3000);
    files.failRenames(true);
    assertTrue(opened.offerFile(file, 3000));
    settle(opened);
    assertEquals(file, opened.spareFile());
    assertFalse(opened.takesFiles());
    assertNull(opened.find(key(1)));
    put(opened, 2, 400);
    assertEquals(body(2, 400), opened.find(key(2)));
  }

  @Test
  void aFlippedByteInTheIndexOfATakenFileIsNeverWrongData() throws IOException {
    DiskCache opened = open(1 << 20);
    Path file = directory.resolve("1.journal");
    Files.write(file, concat(body(1, 300), body(2, 300)));
    lend(opened, 1, file, 0, 300);
    lend(opened, 2, file, 300, 300);
    assertTrue(opened.offerFile(file, 600));
    settle(opened);
    close();
    cache = null;
    Path taken = SlabFormat.takenPath(directory.resolve("slabs"), 1);
    Path index = SlabFormat.indexPath(directory.resolve("slabs"), 1);
    byte[] content = Files.readAllBytes(taken);
    byte[] sound = Files.readAllBytes(index);
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(taken, content);
      Files.write(index, damaged);
      DiskCache again = open(1 << 20);
      assertNull(again.find(key(1)), "byte " + at);
      assertFalse(Files.exists(taken), "byte " + at);
      close();
      cache = null;
    }
    Files.write(taken, content);
    Files.write(index, sound);
    assertEquals(body(2, 300), open(1 << 20).find(key(2)));
  }

  private static void lend(DiskCache cache, long id, Path file, int offset, int length) {
    assertTrue(cache.addLent(key(id), file, offset, length, Checksums.crc32c(body(id, length))));
  }

  private static byte[] concat(Bytes... pieces) {
    ByteWriter out = new ByteWriter(16);
    for (Bytes piece : pieces) {
      out.bytes(piece);
    }
    return out.takeBytes().toByteArray();
  }
}
