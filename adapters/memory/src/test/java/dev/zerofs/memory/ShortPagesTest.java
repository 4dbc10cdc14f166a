package dev.zerofs.memory;

import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;
import java.util.Map;

/** A store that likes short pages keeps the contract, and so does the decorator around it. */
final class ShortPagesTest extends ObjectStoreContract {

  private final ObjectStore store = new MemoryObjectStore(new ManualClock());

  @Override
  protected ObjectStore connect() {
    return new FaultyObjectStore(store, 42).plan(FaultPlan.random(Map.of(Fault.SHORT_PAGE, 0.5)));
  }
}
