package dev.zerofs.s3;

import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 server in memory on 127.0.0.1 and a free port, over plain http. It checks signatures and
 * creates objects if absent atomically.
 */
public final class S3ProxyServer implements AutoCloseable {

  /** The access key id that it knows. */
  public static final String ACCESS_KEY_ID = "test-access-key-id";

  /** The secret of that key. */
  public static final String SECRET_ACCESS_KEY = "test-secret-access-key";

  private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
  private final S3Proxy proxy;

  private S3ProxyServer() throws Exception {
    proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .build();
    proxy.start();
  }

  /** Starts a server without buckets. */
  public static S3ProxyServer start() throws Exception {
    return new S3ProxyServer();
  }

  /** Makes an empty bucket. */
  public void createBucket(String bucket) {
    objects.createContainer(bucket);
  }

  /** Where it serves. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** Everything a client needs to know. */
  public Settings settings() {
    return settings(Map.of());
  }

  /** Everything a client needs to know, with other values for some keys. */
  public Settings settings(Map<String, String> others) {
    return TestSettings.of(
        Map.of(
            "s3.endpoint",
            endpoint().toString(),
            "s3.allow-http",
            "true",
            "s3.access-key-id",
            ACCESS_KEY_ID,
            "s3.secret-access-key",
            SECRET_ACCESS_KEY),
        others);
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }
}
