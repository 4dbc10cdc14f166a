package dev.zerofs.lsm.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.fetch.PartCache.Part;
import dev.zerofs.lsm.fetch.PartCache.Standing;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.random.Seeds;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who is to fetch a part, what is fetched together, and what is kept. */
final class PartCacheTest {

  private static final int PART_BYTES = 100;
  private static final Bytes BODY = Bytes.wrap(new byte[PART_BYTES]);
  private static final StoredObject OBJECT = StoredObject.of(0, new SegmentId(1, 2));

  private final PartCache cache = new PartCache(3 * PART_BYTES, 4);

  private static List<PartKey> keys(long... indices) {
    return LongStream.of(indices).mapToObj(PartCacheTest::key).toList();
  }

  private static PartKey key(long index) {
    return new PartKey(OBJECT, index);
  }

  private static List<PartKey> keysOf(List<Part> parts) {
    return parts.stream().map(Part::key).toList();
  }

  private List<Standing> standings(long... indices) {
    return cache.ask(keys(indices)).stream().map(Part::standing).toList();
  }

  private void fetchWished() {
    for (List<Part> taken = cache.takeWished(9); !taken.isEmpty(); taken = cache.takeWished(9)) {
      taken.forEach(part -> cache.complete(part, BODY));
    }
  }

  @Test
  void everybodyWhoAsksForAQueuedPartTakesCareOfIt() {
    cache.enqueue(cache.ask(keys(1)));
    assertEquals(List.of(Standing.QUEUED), standings(1));
    List<Part> taken = cache.take(keys(1).getFirst(), 1, 1);
    assertEquals(keys(1), keysOf(taken));
    assertEquals(List.of(), cache.take(keys(1).getFirst(), 1, 1));
    List<Part> later = cache.ask(keys(1));
    assertEquals(Standing.OTHERS, later.getFirst().standing());
    cache.complete(taken.getFirst(), BODY);
    assertEquals(BODY, later.getFirst().body().join());
  }

  @Test
  void neighboursAreTakenTogetherWhoeverQueuedThem() {
    cache.enqueue(cache.ask(keys(2)));
    cache.enqueue(cache.ask(keys(1, 5)));
    cache.wish(keys(3, 4));
    assertEquals(keys(1, 2, 3), keysOf(cache.take(keys(2).getFirst(), 3, 3)));
    assertEquals(
        keys(4), keysOf(cache.takeWished(9)), "what somebody waits for has its own memory");
    assertEquals(keys(5).getFirst(), cache.firstQueued(cache.ask(keys(5))));
  }

  @Test
  void whatNobodyHasTakenIsGivenUpAndCanBeAskedForAgain() {
    List<Part> mine = cache.ask(keys(1, 2, 3));
    cache.enqueue(mine.subList(0, 2));
    List<Part> waiting = cache.ask(keys(1, 2, 3));
    List<Part> taken = cache.take(keys(2).getFirst(), 1, 1);
    cache.giveUp(mine, new KeyValueException.Closed("interrupted", null));
    assertThrows(CompletionException.class, () -> waiting.get(0).body().join());
    assertFalse(waiting.get(1).body().isDone(), "somebody brings it");
    assertThrows(CompletionException.class, () -> waiting.get(2).body().join());
    cache.complete(taken.getFirst(), BODY);
    assertEquals(List.of(Standing.NEW, Standing.OTHERS, Standing.NEW), standings(1, 2, 3));
  }

  @Test
  void wishesHaveTheirOwnMemoryUntilSomebodyHasComeForThem() {
    cache.wish(keys(1, 2, 3, 4, 5));
    assertEquals(
        List.of(Standing.QUEUED, Standing.QUEUED, Standing.QUEUED, Standing.QUEUED),
        standings(1, 2, 3, 4));
    cache.wish(keys(5));
    List<Part> taken = cache.takeWished(9);
    assertEquals(keys(1, 2, 3, 4), keysOf(taken), "no room for a fifth");
    cache.wish(keys(5));
    assertFalse(cache.isWishQueued(1), "what is on its way takes its room");
    cache.complete(taken.getFirst(), BODY);
    cache.wish(keys(5));
    assertEquals(keys(5), keysOf(cache.takeWished(9)));
  }

  @Test
  void aRowComesInRequestsOfOneSize() {
    PartCache large = new PartCache(0, 100);
    large.wish(LongStream.range(0, 14).mapToObj(PartCacheTest::key).toList());
    assertEquals(7, large.takeWished(8).size());
    assertEquals(7, large.takeWished(8).size());
    large.wish(LongStream.range(20, 31).mapToObj(PartCacheTest::key).toList());
    assertEquals(11, large.takeWished(8).size(), "little more than one");
  }

  @Test
  void aPartThatIsTakenIsInItsRowWhereverTheRowBegins() {
    Seeds.forEach(
        200,
        seed -> {
          Random random = new Random(seed);
          PartCache some = new PartCache(0, 100);
          int length = 1 + random.nextInt(60);
          for (long i = 0; i < length; i++) {
            if (random.nextInt(4) > 0) {
              some.wish(List.of(key(i)));
            } else {
              some.enqueue(some.ask(List.of(key(i))));
            }
          }
          PartKey wanted = key(random.nextInt(length));
          int countMax = 1 + random.nextInt(30);
          int othersMax = 1 + random.nextInt(8);
          List<Part> taken = some.take(wanted, countMax, othersMax);
          assertTrue(keysOf(taken).contains(wanted));
          assertTrue(taken.size() <= countMax + countMax / 2);
          assertTrue(taken.stream().filter(part -> !part.isWished()).count() <= othersMax);
        });
  }

  @Test
  void wishesInARowMayGrowAtTheEndOfTheQueueAlone() {
    cache.wish(keys(1, 2));
    assertTrue(cache.isWishQueued(2));
    assertFalse(cache.isWishQueued(3), "the next wish may be for the third");
    cache.wish(keys(7));
    assertTrue(cache.isWishQueued(3), "it was not");
  }

  @Test
  void whatNobodyHasComeForStaysWhileOtherPartsGo() {
    cache.wish(keys(1, 2));
    fetchWished();
    for (long i = 10; i < 20; i++) {
      List<Part> fresh = cache.ask(keys(i));
      fresh.forEach(part -> cache.complete(part, BODY));
    }
    assertEquals(List.of(Standing.OTHERS, Standing.OTHERS), standings(1, 2));
    assertEquals(List.of(Standing.NEW), standings(10));
  }

  @Test
  void whatNobodyComesForGivesWayToOtherWishesInTheEnd() {
    cache.wish(keys(1, 2, 3, 4));
    fetchWished();
    cache.wish(keys(10));
    assertFalse(cache.isWishQueued(1), "readers may still come");
    for (int i = 0; i < 100; i++) {
      cache.wish(keys(1, 2, 3));
    }
    cache.wish(keys(10, 11));
    assertEquals(keys(10), keysOf(cache.takeWished(9)), "in the place of the one not named again");
  }

  @Test
  void wishesThatNobodyWaitsForAreForgotten() {
    cache.wish(keys(1, 2));
    List<Part> asked = cache.ask(keys(2));
    cache.forgetWishes();
    assertEquals(List.of(Standing.NEW, Standing.QUEUED), standings(1, 2));
    assertEquals(keys(2), keysOf(cache.take(asked.getFirst().key(), 9, 9)));
  }
}
