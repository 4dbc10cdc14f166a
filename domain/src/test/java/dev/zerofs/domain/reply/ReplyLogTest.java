package dev.zerofs.domain.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is remembered, for how long, and what removes it. */
final class ReplyLogTest {
  private static final long SECOND = 1_000_000_000L;

  /** Two periods of a minute or three results, ten results of earlier openings for ten minutes. */
  private static final Retention SMALL = new Retention(60 * SECOND, 3, 2, 600 * SECOND, 10);

  private final ManualClock clock = new ManualClock();
  private final MemoryVolume disk = new MemoryVolume();
  private KeyValueStore store = disk.open(clock);
  private ReplyLog log = ReplyLog.open(store, clock, SMALL);

  private void reopen() {
    store.close();
    store = disk.open(clock);
    log = ReplyLog.open(store, clock, SMALL);
  }

  private static CallId call(long number) {
    return new CallId(number, number);
  }

  private static Wcc result(long number) {
    return Wcc.unchanged(
        new Attributes(
            new FileId(number, 1), FileType.DIRECTORY, 0, 0, 0, 0, 0, 0, Device.NONE, 0, 0, 0));
  }

  private CommitPosition remember(long number) {
    WriteBatch batch = new WriteBatch();
    ReplyLog.Addition addition = add(batch, number);
    CommitPosition position = store.write(batch);
    addition.ended(true);
    return position;
  }

  private ReplyLog.Addition add(WriteBatch batch, long number) {
    return log.add(batch, call(number), ReplyCodec.CHANGED.encode(result(number)));
  }

  private void rememberAll(long from, long to) {
    LongStream.rangeClosed(from, to).forEach(this::remember);
  }

  private boolean isFound(long number) {
    Result.Done<Wcc> found = log.find(call(number), ReplyCodec.CHANGED);
    if (found != null) {
      assertEquals(result(number), found.value());
    }
    return found != null;
  }

  private List<Long> stored() {
    List<Long> numbers = new ArrayList<>();
    try (Cursor cursor = store.scan(Keys.repliesFrom(0), Keys.repliesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        numbers.add(Keys.call(entry.key()).low());
      }
    }
    return numbers.stream().sorted().toList();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static long removals(WriteBatch batch) {
    return batch.changes().stream().filter(WriteBatch.Change.DeleteRange.class::isInstance).count();
  }

  @Test
  void theMemoryForEarlierResultsBoundsHowManyAreKept() {
    assertEquals(2, Retention.within(2L * EarlierReplies.RESULT_BYTES_MAX).earlierResults());
    assertEquals(2, Retention.within(3L * EarlierReplies.RESULT_BYTES_MAX - 1).earlierResults());
    assertEquals(1, Retention.within(1).earlierResults());
    rememberAll(1, 3);
    store.close();
    store = disk.open(clock);
    log = ReplyLog.open(store, clock, 2L * EarlierReplies.RESULT_BYTES_MAX);
    assertFalse(isFound(1));
    assertTrue(isFound(2));
    assertTrue(isFound(3));
  }

  @Test
  void theNextOpeningFindsWhatWasRemembered() {
    CommitPosition position = remember(1);
    assertNull(log.find(call(1), ReplyCodec.CHANGED));
    reopen();
    Result.Done<Wcc> found = Objects.requireNonNull(log.find(call(1), ReplyCodec.CHANGED));
    assertEquals(result(1), found.value());
    assertEquals(position, found.position());
    assertTrue(!isFound(2));
    reopen();
    assertTrue(isFound(1));
  }

  @Test
  void openingWritesNothing() {
    rememberAll(1, 20);
    CommitPosition before = store.snapshot().position();
    clock.advance(3600 * SECOND);
    reopen();
    assertEquals(before, store.snapshot().position());
  }

  @Test
  void periodsEndWithTheirResults() {
    rememberAll(1, 6);
    assertEquals(numbers(1, 6), stored());
    remember(7);
    assertEquals(numbers(4, 7), stored());
    rememberAll(8, 100);
    assertEquals(numbers(97, 100), stored());
  }

  @Test
  void periodsEndWithTime() {
    rememberAll(1, 2);
    clock.advance(60 * SECOND - 1);
    remember(3);
    clock.advance(1);
    remember(4);
    assertEquals(numbers(1, 4), stored());
    // An idle hour is no period: what came before it is still there.
    clock.advance(3600 * SECOND);
    remember(5);
    assertEquals(numbers(4, 5), stored());
  }

  @Test
  void earlierOnesStayForAWhileOfTheNewOpening() {
    rememberAll(1, 5);
    clock.advance(24 * 3600 * SECOND);
    reopen();
    clock.advance(600 * SECOND - 1);
    rememberAll(10, 15);
    assertEquals(numbers(1, 5), stored().subList(0, 5));
    assertTrue(isFound(1) && isFound(5));
    clock.advance(1);
    assertTrue(isFound(1), "nothing happens without a change");
    remember(16);
    assertTrue(!isFound(1) && !isFound(5));
    assertEquals(16, stored().getLast());
    assertTrue(stored().getFirst() >= 10);
    WriteBatch later = new WriteBatch();
    clock.advance(1);
    add(later, 17).ended(false);
    assertEquals(0, removals(later));
  }

  @Test
  void whatWasNeverThereIsNotRemoved() {
    clock.advance(3600 * SECOND);
    WriteBatch batch = new WriteBatch();
    add(batch, 1).ended(true);
    assertEquals(0, removals(batch));
  }

  @Test
  void aBatchThatFailsHasRemovedNothing() {
    rememberAll(1, 6);
    WriteBatch failed = new WriteBatch();
    ReplyLog.Addition addition = add(failed, 7);
    assertEquals(1, removals(failed));
    WriteBatch meanwhile = new WriteBatch();
    add(meanwhile, 8).ended(true);
    assertEquals(0, removals(meanwhile), "one batch removes");
    addition.ended(false);
    remember(9);
    assertEquals(List.of(4L, 5L, 6L, 9L), stored());
  }

  @Test
  void aBatchThatFailsLeavesTheEarlierOnes() {
    remember(1);
    reopen();
    clock.advance(600 * SECOND);
    WriteBatch failed = new WriteBatch();
    add(failed, 2).ended(false);
    assertEquals(1, removals(failed));
    assertTrue(isFound(1));
    remember(3);
    assertTrue(!isFound(1));
    assertEquals(numbers(3, 3), stored());
  }

  @Test
  void whatIsTooMuchIsRemovedAtOnce() {
    for (long from = 1; from < 25; from += 4) {
      rememberAll(from, from + 3);
      reopen();
    }
    assertTrue(isFound(24) && isFound(15));
    assertTrue(!isFound(14) && !isFound(1));
    remember(100);
    assertTrue(isFound(24) && isFound(15));
    // Whole periods: 14 was in one with 15.
    assertTrue(stored().getFirst() >= 13, () -> stored().toString());
    assertTrue(stored().containsAll(numbers(15, 24)), () -> stored().toString());
  }

  @Test
  void periodsAreNewerThanAllThatWereFound() {
    long epoch = store.epoch();
    long ahead = epoch + 7 << Integer.SIZE | 5;
    store.write(
        new WriteBatch().put(Keys.reply(ahead, call(1)), ReplyCodec.CHANGED.encode(result(1))));
    reopen();
    WriteBatch batch = new WriteBatch();
    add(batch, 2).ended(true);
    WriteBatch.Change first = batch.changes().getFirst();
    assertTrue(first instanceof WriteBatch.Change.Put);
    Bytes key = ((WriteBatch.Change.Put) first).key();
    assertEquals(Keys.reply(ahead + 1, call(2)), key);
    assertTrue(isFound(1));
  }

  @Test
  void aDamagedResultIsNoReasonNotToOpen() {
    remember(1);
    store.write(
        new WriteBatch()
            .put(Keys.reply(1, call(2)), Bytes.utf8("nonsense"))
            .put(Keys.reply(0, call(3)), ReplyCodec.CHANGED.encode(result(3))));
    reopen();
    assertTrue(isFound(1) && isFound(3));
    // It was carried out; nobody may do it again.
    assertThrows(KeyValueException.Corrupt.class, () -> isFound(2));
  }

  @Test
  void aDamagedKeyIsRemovedWithTheOthers() {
    remember(2);
    store.write(new WriteBatch().put(Keys.repliesFrom(0), Bytes.utf8("nonsense")));
    reopen();
    assertTrue(isFound(2));
    clock.advance(600 * SECOND);
    remember(1);
    assertEquals(numbers(1, 1), stored());
  }
}
