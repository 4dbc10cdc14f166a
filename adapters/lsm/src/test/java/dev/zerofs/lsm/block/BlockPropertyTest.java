package dev.zerofs.lsm.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.random.Seeds;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Blocks against a sorted map, and against noise. */
final class BlockPropertyTest {

  private static NavigableMap<Bytes, Bytes> randomEntries(Random random) {
    NavigableMap<Bytes, Bytes> entries = new TreeMap<>();
    int count = random.nextInt(200);
    for (int i = 0; i < count; i++) {
      Bytes prefix = random.nextBoolean() ? Bytes.utf8("a long and shared prefix ") : Bytes.EMPTY;
      Bytes suffix = RandomBatches.key(random);
      byte[] key = new byte[prefix.length() + suffix.length()];
      prefix.copyTo(key, 0);
      suffix.copyTo(key, prefix.length());
      entries.put(Bytes.wrap(key), Bytes.utf8("payload " + i));
    }
    return entries;
  }

  private static Bytes encode(NavigableMap<Bytes, Bytes> entries) {
    BlockBuilder builder = new BlockBuilder(64);
    entries.forEach(builder::add);
    return builder.finish();
  }

  @Test
  void aWalkSeesEveryEntryInOrder() {
    Seeds.forEach(
        200,
        seed -> {
          NavigableMap<Bytes, Bytes> entries = randomEntries(new Random(seed));
          BlockCursor cursor = new Block(encode(entries), "test").cursor();
          for (Map.Entry<Bytes, Bytes> expected : entries.entrySet()) {
            assertTrue(cursor.next());
            assertEquals(expected.getKey(), cursor.key());
            assertEquals(expected.getValue(), cursor.payload());
          }
          assertFalse(cursor.next());
          assertFalse(cursor.isValid());
        });
  }

  @Test
  void aSeekFindsTheFirstKeyThatIsNotLess() {
    Seeds.forEach(
        200,
        seed -> {
          Random random = new Random(seed);
          NavigableMap<Bytes, Bytes> entries = randomEntries(random);
          BlockCursor cursor = new Block(encode(entries), "test").cursor();
          for (int i = 0; i < 50; i++) {
            Bytes target = RandomBatches.key(random);
            Map.Entry<Bytes, Bytes> expected = entries.ceilingEntry(target);
            assertEquals(expected != null, cursor.seek(target));
            if (expected != null) {
              assertEquals(expected.getKey(), cursor.key());
              assertEquals(expected.getValue(), cursor.payload());
              assertEquals(expected.getKey().equals(target), cursor.keyEquals(target));
            }
          }
        });
  }

  @Test
  void aSeekFindsTheFirstOfEqualKeysAlsoAcrossRestarts() {
    BlockBuilder builder = new BlockBuilder(64);
    builder.add(Bytes.utf8("a"), Bytes.EMPTY);
    for (int i = 0; i < 100; i++) {
      builder.add(Bytes.utf8("b"), Bytes.utf8("" + i));
    }
    BlockCursor cursor = new Block(builder.finish(), "test").cursor();

    assertTrue(cursor.seek(Bytes.utf8("b")));
    assertEquals(Bytes.utf8("0"), cursor.payload());
  }

  @Test
  void keysOutOfOrderAreRefused() {
    BlockBuilder builder = new BlockBuilder(64);
    builder.add(Bytes.utf8("b"), Bytes.EMPTY);

    assertThrows(IllegalArgumentException.class, () -> builder.add(Bytes.utf8("a"), Bytes.EMPTY));
  }

  /** Checksums keep noise away from blocks; if it came through, it must not lead astray. */
  @Test
  void noiseIsCorruptOrHarmless() {
    Seeds.forEach(
        500,
        seed -> {
          Random random = new Random(seed);
          byte[] content = encode(randomEntries(random)).toByteArray();
          for (int i = 0; i <= random.nextInt(3); i++) {
            content[random.nextInt(content.length)] = (byte) random.nextInt();
          }
          try {
            BlockCursor cursor = new Block(Bytes.wrap(content), "test").cursor();
            cursor.seek(RandomBatches.key(random));
            while (cursor.next()) {
              assertTrue(cursor.key().length() <= 1025);
            }
          } catch (KeyValueException.Corrupt e) {
            assertTrue(String.valueOf(e.getMessage()).contains("test"));
          }
        });
  }
}
