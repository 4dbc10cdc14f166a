package dev.zerofs.gcs;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a server in this process, in a bucket per test. */
final class GcsObjectStoreTest extends ObjectStoreContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static FakeGcsServer server;

  private final String bucket = "bucket-" + BUCKETS.incrementAndGet();
  private boolean made;

  @BeforeAll
  static void startServer() throws Exception {
    server = FakeGcsServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore connect() {
    if (!made) {
      server.createBucket(bucket);
      made = true;
    }
    return new GcsObjectStoreProvider()
        .open(URI.create("gs://" + bucket + "/volumes/one"), server.settings(), new ManualClock());
  }
}
