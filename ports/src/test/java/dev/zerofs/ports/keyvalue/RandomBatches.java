package dev.zerofs.ports.keyvalue;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;
import java.util.Random;

/**
 * Random batches over few and similar keys, so that puts, deletes and range deletes meet. Keys have
 * 1 to 4 bytes of a small alphabet with both ends of the order in it.
 */
public final class RandomBatches {

  private static final byte[] ALPHABET = {0, 1, 'a', 'b', 'c', (byte) 0x80, (byte) 0xff};

  private RandomBatches() {}

  /** A batch of 1 to 12 changes. */
  public static WriteBatch batch(Random random) {
    WriteBatch batch = new WriteBatch();
    int changeCount = 1 + random.nextInt(12);
    for (int i = 0; i < changeCount; i++) {
      int dice = random.nextInt(20);
      if (dice < 14) {
        batch.put(key(random), value(random));
      } else if (dice < 18) {
        batch.delete(key(random));
      } else {
        addRange(batch, key(random), key(random));
      }
    }
    return batch;
  }

  private static void addRange(WriteBatch batch, Bytes one, Bytes other) {
    int order = one.compareTo(other);
    if (order < 0) {
      batch.deleteRange(one, other);
    } else if (order > 0) {
      batch.deleteRange(other, one);
    } else {
      batch.deleteRange(one, successor(one));
    }
  }

  private static Bytes successor(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.toByteArray(), key.length() + 1));
  }

  /** A key. */
  public static Bytes key(Random random) {
    byte[] key = new byte[1 + random.nextInt(4)];
    for (int i = 0; i < key.length; i++) {
      key[i] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return Bytes.wrap(key);
  }

  /** A value: mostly short, sometimes a few kilobytes, now and then longer than a chunk. */
  public static Bytes value(Random random) {
    int dice = random.nextInt(100);
    int bound = dice < 80 ? 100 : dice < 98 ? 5_000 : 100_000;
    byte[] value = new byte[random.nextInt(bound)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }
}
