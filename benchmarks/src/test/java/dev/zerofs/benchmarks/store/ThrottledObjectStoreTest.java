package dev.zerofs.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;
import org.junit.jupiter.api.Test;

/** The contract, at a speed that does not hold the tests up, and the arithmetic of the line. */
final class ThrottledObjectStoreTest extends ObjectStoreContract {

  private final MemoryObjectStore memory = new MemoryObjectStore(new ManualClock());

  @Override
  protected ObjectStore connect() {
    return new ThrottledObjectStore(memory, new ManualClock(), 1L << 40, 0);
  }

  @Test
  void bodiesShareTheLineInTheirOrder() {
    Pipe pipe = new Pipe(1_000_000);
    assertEquals(1_000_000_000, pipe.send(1_000_000, 0));
    assertEquals(1_500_000_000, pipe.send(500_000, 0), "behind the first");
    assertEquals(1_000_000_000, pipe.send(500_000, 1_000_000_000), "a second later");
  }

  @Test
  void whatWasNotUsedIsNotSavedUp() {
    Pipe pipe = new Pipe(1_000_000);
    assertEquals(1_000_000, pipe.send(1_000, 0));
    assertEquals(1_000_000, pipe.send(1_000, 60_000_000_000L));
  }

  @Test
  void withoutALimitNobodyWaits() {
    Pipe pipe = new Pipe(0);
    assertEquals(0, pipe.send(1L << 40, 0));
  }
}
