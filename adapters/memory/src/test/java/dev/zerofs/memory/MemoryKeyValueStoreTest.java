package dev.zerofs.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.KeyValueStoreContract;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import org.junit.jupiter.api.Test;

/** The contract on {@link MemoryKeyValueStore}, and how tests crash it. */
final class MemoryKeyValueStoreTest extends KeyValueStoreContract {

  private final MemoryVolume volume = new MemoryVolume();

  @Override
  protected KeyValueStore open() {
    return volume.open(new ManualClock());
  }

  @Override
  protected KeyValueReader openReader() {
    return volume.openReader();
  }

  @Override
  protected void passLag() {}

  @Override
  protected int randomHistories() {
    return 20;
  }

  @Test
  void aCrashKeepsExactlyWhatWasSynced() {
    MemoryVolume crashed = new MemoryVolume();
    MemoryKeyValueStore before = crashed.open(new ManualClock());
    before.write(new WriteBatch().put(key("a"), Bytes.utf8("1")));
    CommitPosition synced = before.write(new WriteBatch().put(key("b"), Bytes.utf8("2")));
    before.write(new WriteBatch().put(key("c"), Bytes.utf8("3")).delete(key("a")));
    before.sync(synced);
    assertEquals(synced, crashed.durablePosition());

    MemoryKeyValueStore after = crashed.open(new ManualClock());
    assertNotNull(after.get(key("a")));
    assertNotNull(after.get(key("b")));
    assertNull(after.get(key("c")));
    assertThrows(KeyValueException.Replaced.class, () -> before.write(new WriteBatch()));
  }

  @Test
  void moreUnsyncedBytesThanTheBoundBecomeDurable() {
    MemoryVolume bounded = new MemoryVolume();
    MemoryKeyValueStore store = bounded.open(new ManualClock());
    Bytes value = Bytes.wrap(new byte[WriteBatch.VALUE_LENGTH_MAX]);
    CommitPosition last = CommitPosition.NONE;
    for (int i = 0; i < 65; i++) {
      last = store.write(new WriteBatch().put(key("k"), value));
    }
    assertEquals(64, bounded.durablePosition().sequence());
    assertEquals(65, last.sequence());
  }
}
