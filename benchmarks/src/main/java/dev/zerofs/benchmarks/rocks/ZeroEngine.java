package dev.zerofs.benchmarks.rocks;

import dev.zerofs.benchmarks.lab.OpenKeys;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.Arrays;

/** The engine of this house in its embedded default. */
final class ZeroEngine implements Engine {

  private static final Bytes AFTER_ALL = afterAll();

  private final Place place;
  private OpenKeys open;

  ZeroEngine(Place place) {
    this.place = place;
    this.open = place.openKeys();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    WriteBatch batch = new WriteBatch().put(Bytes.wrap(key), Bytes.wrap(value));
    open.keys().admit(batch.sizeBytes());
    var _ = open.keys().write(batch);
  }

  @Override
  public int get(byte[] key) {
    Entry entry = open.keys().get(Bytes.wrap(key));
    return entry == null ? -1 : entry.value().length();
  }

  @Override
  public int scan(byte[] from, int countMax) {
    int count = 0;
    try (Cursor cursor = open.keys().scan(Bytes.wrap(from), AFTER_ALL)) {
      while (count < countMax && cursor.next() != null) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void reopen() {
    open.settle(1, 60);
    open.close();
    open = place.openKeys();
    open.settle(1, 60);
  }

  @Override
  public void close() {
    open.close();
    place.delete();
  }

  private static Bytes afterAll() {
    byte[] key = new byte[17];
    Arrays.fill(key, (byte) 0xff);
    return Bytes.wrap(key);
  }
}
