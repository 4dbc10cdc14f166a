package dev.zerofs.bootstrap;

import dev.zerofs.bootstrap.time.SystemClock;
import dev.zerofs.localfs.LocalObjectStoreProvider;
import dev.zerofs.lsm.LsmProvider;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A process that writes a volume in a directory until it is killed, and tells what is stable. */
final class VolumeWriter {

  /** So many keys are written round and round. */
  static final int KEYS = 500;

  private VolumeWriter() {}

  /** What both processes open the volume with. */
  static KeyValueContext context(ObjectStore store) {
    Settings settings =
        TestSettings.of(
            Map.of(
                "durability", "bucket",
                "memtable.size", "64KiB",
                "reader.lag", "20ms",
                "replay.segments", "20"));
    return new KeyValueContext(
        store, List.of(new ZstdCodec(1)), new SystemClock(), new Random(), settings, _ -> {});
  }

  static ObjectStore store(Path directory) {
    return new LocalObjectStoreProvider()
        .open(directory.toUri(), Settings.defaults(), new SystemClock());
  }

  static Bytes value(long number) {
    byte[] value = new byte[1500];
    new Random(number).nextBytes(value);
    return Bytes.wrap(value);
  }

  /** Writes round after round from the one after the last that the volume has. */
  public static void main(String[] arguments) {
    KeyValueStore store = new LsmProvider().open(context(store(Path.of(arguments[0]))));
    var last = store.get(Bytes.utf8("left"));
    long number = last == null ? 0 : Long.parseLong(last.value().toUtf8());
    while (true) {
      number++;
      Bytes text = Bytes.utf8(String.valueOf(number));
      CommitPosition position =
          store.write(
              new WriteBatch()
                  .put(Bytes.utf8("left"), text)
                  .put(Bytes.utf8("k" + number % KEYS), value(number))
                  .put(Bytes.utf8("right"), text));
      if (number % 3 == 0) {
        store.syncToBackingStore(position);
        System.out.println(number + " " + position.sequence());
      }
    }
  }
}
