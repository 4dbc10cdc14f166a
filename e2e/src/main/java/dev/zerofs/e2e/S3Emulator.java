package dev.zerofs.e2e;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * Serves S3 over plain HTTP from memory until the process is ended, on 127.0.0.1 and a free port.
 * It checks the signatures of requests, and creates objects "if absent" atomically, which is all
 * that ZeroFS asks of a store. Prints the endpoint on standard output when it serves.
 */
public final class S3Emulator {
  private S3Emulator() {}

  /**
   * Starts the emulator with one empty bucket.
   *
   * @param arguments the access key id, the secret access key, the bucket's name
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("usage: S3Emulator ACCESS_KEY_ID SECRET_ACCESS_KEY BUCKET");
      System.exit(2);
    }
    var store = new TransientNio2BlobStore();
    store.createContainer(arguments[2]);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[0], arguments[1])
            .endpoint(URI.create("http://127.0.0.1:0"))
            .build();
    proxy.start();
    System.out.println("http://127.0.0.1:" + proxy.getPort());
  }
}
