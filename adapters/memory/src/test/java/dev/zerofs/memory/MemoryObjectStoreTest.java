package dev.zerofs.memory;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;

/** The contract on {@link MemoryObjectStore}. */
final class MemoryObjectStoreTest extends ObjectStoreContract {

  private final ObjectStore store = new MemoryObjectStore(new ManualClock());

  @Override
  protected ObjectStore connect() {
    return store;
  }
}
