package dev.zerofs.ports.keyvalue;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What tests that draw batches rely on. */
final class RandomBatchesTest {

  /** Also where the only change is a range between two equal keys. */
  @Test
  void aBatchIsNeverEmpty() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      assertFalse(RandomBatches.batch(random).isEmpty(), "batch " + i);
    }
  }
}
