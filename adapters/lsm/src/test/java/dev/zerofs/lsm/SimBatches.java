package dev.zerofs.lsm;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.Random;

/**
 * Batches of one simulated world: as any, or small ones over few keys with many large values, so
 * that these are overwritten, deleted and moved all the time.
 */
final class SimBatches {

  private static final byte[] ALPHABET = {0, 'a', 'b', 'c', (byte) 0xff};

  private final Random random;
  private final boolean dense;

  SimBatches(Random random, boolean dense) {
    this.random = random;
    this.dense = dense;
  }

  WriteBatch next() {
    if (!dense) {
      return RandomBatches.batch(random);
    }
    WriteBatch batch = new WriteBatch();
    int changeCount = 1 + random.nextInt(5);
    for (int i = 0; i < changeCount; i++) {
      int dice = random.nextInt(40);
      if (dice < 32) {
        batch.put(key(), value());
      } else if (dice < 38) {
        batch.delete(key());
      } else {
        range(batch, key(), key());
      }
    }
    return batch;
  }

  private static void range(WriteBatch batch, Bytes one, Bytes other) {
    int order = one.compareTo(other);
    if (order != 0) {
      batch.deleteRange(order < 0 ? one : other, order < 0 ? other : one);
    }
  }

  Bytes key() {
    if (!dense) {
      return RandomBatches.key(random);
    }
    byte[] key = new byte[1 + random.nextInt(2)];
    for (int i = 0; i < key.length; i++) {
      key[i] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return Bytes.wrap(key);
  }

  private Bytes value() {
    int dice = random.nextInt(20);
    byte[] value =
        new byte
            [dice < 8
                ? random.nextInt(100)
                : dice < 19 ? 1024 + random.nextInt(400) : random.nextInt(9_000)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }
}
