package dev.zerofs.azure;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on the real service, in a prefix per test: with {@code ZEROFS_TEST_AZURE_CONTAINER},
 * the name of a container, and {@code ZEROFS_TEST_AZURE_CONNECTION_STRING}. What it makes stays
 * there; a lifecycle rule of a day clears it up.
 */
@Tag("cloud")
@EnabledIfEnvironmentVariable(
    named = "ZEROFS_TEST_AZURE_CONTAINER",
    matches = ".+",
    disabledReason =
        "needs a real container: ZEROFS_TEST_AZURE_CONTAINER, ZEROFS_TEST_AZURE_CONNECTION_STRING")
final class AzureServiceIT extends ObjectStoreContract {

  private final String prefix = "test-" + Long.toHexString(new Random().nextLong());

  @Override
  protected ObjectStore connect() {
    return new AzureObjectStoreProvider()
        .open(
            URI.create("azure://" + System.getenv("ZEROFS_TEST_AZURE_CONTAINER") + "/" + prefix),
            TestSettings.of(
                Map.of(
                    "azure.connection-string",
                    String.valueOf(System.getenv("ZEROFS_TEST_AZURE_CONNECTION_STRING")))),
            new ManualClock());
  }
}
