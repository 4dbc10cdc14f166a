package dev.zerofs.domain;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileSystemContract;
import dev.zerofs.ports.time.ManualClock;
import java.util.Random;

/** A volume keeps the contract of file systems. */
final class VolumeTest extends FileSystemContract {
  @Override
  protected FileSystem open(ManualClock clock) {
    return Volume.open(new MemoryVolume().open(clock), clock, new Random(1), Options.DEFAULT);
  }
}
