package dev.zerofs.gcs;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on the real service, in a prefix per test: with {@code ZEROFS_TEST_GCS_BUCKET}, the
 * name of a bucket, and application default credentials. What it makes stays there; a lifecycle
 * rule of a day clears it up.
 */
@Tag("cloud")
@EnabledIfEnvironmentVariable(
    named = "ZEROFS_TEST_GCS_BUCKET",
    matches = ".+",
    disabledReason = "needs a real bucket: ZEROFS_TEST_GCS_BUCKET and default credentials")
final class GcsServiceIT extends ObjectStoreContract {

  private final String prefix = "test-" + Long.toHexString(new Random().nextLong());

  @Override
  protected ObjectStore connect() {
    String bucket = System.getenv("ZEROFS_TEST_GCS_BUCKET");
    return new GcsObjectStoreProvider()
        .open(URI.create("gs://" + bucket + "/" + prefix), Settings.defaults(), new ManualClock());
  }
}
