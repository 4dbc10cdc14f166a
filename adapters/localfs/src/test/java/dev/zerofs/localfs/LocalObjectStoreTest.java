package dev.zerofs.localfs;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real directory that did not exist before. */
final class LocalObjectStoreTest extends ObjectStoreContract {

  @TempDir Path temporary;

  @Override
  protected ObjectStore connect() {
    return new LocalObjectStoreProvider()
        .open(temporary.resolve("made/on the way").toUri(), Settings.defaults(), new ManualClock());
  }
}
