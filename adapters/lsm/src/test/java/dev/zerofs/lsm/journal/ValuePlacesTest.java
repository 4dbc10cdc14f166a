package dev.zerofs.lsm.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValuePlacesTest {

  private static final Bytes KEY = Bytes.utf8("key");
  private static final ValuePlace PLACE = new ValuePlace(Path.of("file"), 7, 1024);

  private final ValuePlaces places = new ValuePlaces();
  private final List<Optional<ValuePlace>> told = new ArrayList<>();

  private boolean find(long sequence) {
    return places.find(sequence, KEY, place -> told.add(Optional.ofNullable(place)));
  }

  private static List<ValuePlaces.Written> written(long sequence) {
    return List.of(new ValuePlaces.Written(sequence, KEY, PLACE));
  }

  @Test
  void whatIsNeitherHereNorBeingWrittenIsNotAwaited() {
    places.begin(2, 3);
    assertFalse(find(1));
    assertFalse(find(4));
    places.end();
    assertFalse(find(2));
    assertEquals(List.of(), told);
  }

  @Test
  void whatIsBeingWrittenIsToldWhenItIsThere() {
    places.begin(1, 2);
    assertTrue(find(1));
    assertTrue(find(2));
    assertEquals(List.of(), told);
    places.add(written(1), 0);
    assertEquals(List.of(Optional.of(PLACE)), told);
    places.end();
    assertEquals(List.of(Optional.of(PLACE), Optional.empty()), told);
  }

  @Test
  void whoAsksIsToldAlsoWhenTheBucketHasItAlready() {
    places.begin(1, 1);
    assertTrue(find(1));
    places.add(written(1), 1);
    assertEquals(List.of(Optional.of(PLACE)), told);
    places.end();
    assertFalse(find(1), "what the bucket has is not remembered");
  }

  /** What ends just behind the beginning of a file does not make its first file one of little. */
  @Test
  void aGroupOverTwoFilesIsFoundInTheFirst(@TempDir Path parent) throws IOException {
    int valueBytes = 32 << 10;
    int count = 32; // of which the last one does not fit into the first megabyte
    var random = new Random(1);
    try (Journal journal =
        new Journal(
            JournalDirectory.open(parent, new VolumeId(1, 2), null, random),
            new Journal.Options(4 << 20, 1, 0, 0),
            new ManualClock(),
            random,
            () -> 0,
            SpentFiles.NONE,
            Runnable::run)) {
      for (int i = 1; i <= count; i++) {
        byte[] value = new byte[valueBytes];
        random.nextBytes(value);
        journal.committed(i, NormalBatch.of(new WriteBatch().put(KEY, Bytes.wrap(value))));
      }
      assertTrue(journal.sync(count));
      List<Path> files = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        assertTrue(journal.locate(i, KEY, place -> files.add(place.file())), "batch " + i);
      }
      assertEquals(1, files.stream().distinct().count());
      assertFalse(journal.locate(count, KEY, place -> files.add(place.file())));
    }
  }
}
