package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.time.ManualClock;

/** The oracle keeps the contract itself. */
final class ModelFileSystemTest extends FileSystemContract {
  @Override
  protected FileSystem open(ManualClock clock) {
    return new ModelFileSystem(clock);
  }
}
