package dev.zerofs.domain;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileSystemContract;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A volume keeps the contract of file systems. */
final class VolumeTest extends FileSystemContract {
  private MemoryVolume disk = new MemoryVolume();
  private @Nullable ManualClock clock;
  private @Nullable KeyValueStore store;
  private @Nullable Volume volume;

  @Override
  protected FileSystem open(ManualClock time) {
    disk = new MemoryVolume();
    clock = time;
    return opened();
  }

  @Override
  protected FileSystem reopen(boolean closed) {
    if (closed) {
      Objects.requireNonNull(volume).close();
      Objects.requireNonNull(store).close();
    }
    return opened();
  }

  private Volume opened() {
    ManualClock time = Objects.requireNonNull(clock);
    store = disk.open(time);
    volume = Volume.open(store, time, new Random(1), Options.DEFAULT);
    return volume;
  }
}
