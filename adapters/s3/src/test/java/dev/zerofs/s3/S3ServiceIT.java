package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a real service, in a prefix per test: with {@code ZEROFS_TEST_S3_BUCKET}, the
 * name of a bucket, and if it is not one of Amazon's, {@code ZEROFS_TEST_S3_ENDPOINT}. Credentials
 * come from the SDK's default chain. What it makes stays there; a lifecycle rule of a day clears it
 * up.
 */
@Tag("cloud")
@EnabledIfEnvironmentVariable(
    named = "ZEROFS_TEST_S3_BUCKET",
    matches = ".+",
    disabledReason = "needs a real bucket: ZEROFS_TEST_S3_BUCKET and default credentials")
final class S3ServiceIT extends ObjectStoreContract {

  private final String prefix = "test-" + Long.toHexString(new Random().nextLong());

  @Override
  protected ObjectStore connect() {
    String bucket = System.getenv("ZEROFS_TEST_S3_BUCKET");
    return new S3ObjectStoreProvider()
        .open(URI.create("s3://" + bucket + "/" + prefix), settings(), new ManualClock());
  }

  private static Settings settings() {
    Map<String, Given> given = new LinkedHashMap<>();
    String endpoint = System.getenv("ZEROFS_TEST_S3_ENDPOINT");
    if (endpoint != null) {
      given.put("s3.endpoint", new Given(endpoint, "environment"));
      given.put("s3.allow-http", new Given("true", "test"));
    }
    return Settings.of(given);
  }
}
