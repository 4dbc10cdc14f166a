package dev.zerofs.azure;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the emulator, in a container per test. */
final class AzureObjectStoreIT extends ObjectStoreContract {

  private static final AtomicInteger CONTAINERS = new AtomicInteger();
  private static @Nullable Azurite server;

  private final String container = "container-" + CONTAINERS.incrementAndGet();
  private boolean made;

  @BeforeAll
  static void startServer() throws Exception {
    server = Azurite.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStore connect() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    if (!made) {
      server.createContainer(container);
      made = true;
    }
    return new AzureObjectStoreProvider()
        .open(
            URI.create("azure://" + container + "/volumes/one"),
            server.settings(),
            new ManualClock());
  }
}
