package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.time.ManualClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The oracle keeps the contract itself. */
final class ModelFileSystemTest extends FileSystemContract {
  private @Nullable AtMostOnce calls;

  @Override
  protected FileSystem open(ManualClock clock) {
    calls = new AtMostOnce(new ModelFileSystem(clock));
    return calls.opened();
  }

  @Override
  protected FileSystem reopen(boolean closed) {
    return Objects.requireNonNull(calls).opened();
  }
}
