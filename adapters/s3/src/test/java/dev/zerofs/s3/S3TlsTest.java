package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes with a server whose certificate is of an authority that nobody knows. */
@Timeout(120)
final class S3TlsTest {

  private static final String PASSWORD = "changeit";
  private static final ObjectKey KEY = new ObjectKey("log/1");

  @TempDir private static Path keys = Path.of("set by JUnit");
  private static S3Proxy proxy = unstarted();

  @BeforeAll
  static void serve() throws Exception {
    authority("ours");
    authority("other");
    keytool(
        "ours",
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=server",
        "-ext",
        "san=ip:127.0.0.1",
        "-signer",
        "authority");
    TransientNio2BlobStore objects = new TransientNio2BlobStore();
    objects.createContainer("secret");
    proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "an-id", "a-secret")
            .secureEndpoint(URI.create("https://127.0.0.1:0"))
            .keyStore(keys.resolve("ours.p12").toString(), PASSWORD)
            .build();
    proxy.start();
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.stop();
  }

  private static S3Proxy unstarted() {
    return S3Proxy.builder()
        .blobStore(new TransientNio2BlobStore())
        .endpoint(URI.create("http://127.0.0.1:0"))
        .build();
  }

  /** A key store NAME.p12 with an authority of its own, whose certificate is in NAME.pem. */
  private static void authority(String name) throws Exception {
    keytool(
        name,
        "-genkeypair",
        "-alias",
        "authority",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "bc:critical=ca:true",
        "-ext",
        "ku:critical=keyCertSign");
    keytool(name, "-exportcert", "-rfc", "-alias", "authority", "-file", pem(name).toString());
  }

  private static Path pem(String name) {
    return keys.resolve(name + ".pem");
  }

  private static void keytool(String store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                List.of(arguments),
                List.of("-keystore", keys.resolve(store + ".p12").toString()),
                List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-noprompt"))
            .flatMap(List::stream)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("keytool.log").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command::toString);
    assertEquals(0, process.exitValue(), command::toString);
  }

  private static ObjectStore open(Map<String, String> more) {
    Settings settings =
        TestSettings.of(
            Map.of(
                "s3.endpoint", "https://127.0.0.1:" + proxy.getSecurePort(),
                "s3.access-key-id", "an-id",
                "s3.secret-access-key", "a-secret"),
            more);
    return new S3ObjectStoreProvider().open(URI.create("s3://secret"), settings, new ManualClock());
  }

  @Test
  void anAuthorityOfTheFileIsBelieved() {
    try (ObjectStore store = open(Map.of("s3.ca-file", pem("ours").toString()))) {
      store.put(KEY, Bytes.utf8("over TLS"));
      assertEquals(Bytes.utf8("over TLS"), store.get(KEY));
    }
  }

  @Test
  void withoutItTheServerIsNotTrustedAndTheMessageSaysWhatToSet() {
    assertUntrusted(Map.of());
    assertUntrusted(Map.of("s3.ca-file", pem("other").toString()));
  }

  private static void assertUntrusted(Map<String, String> settings) {
    String message =
        String.valueOf(
            assertThrows(ObjectStoreException.class, () -> open(settings).close()).getMessage());
    assertTrue(message.contains("s3.ca-file (AWS_CA_BUNDLE)"), message);
  }

  @Test
  void theAuthoritiesOfTheMachineAreBelievedBesideIt() throws Exception {
    X509TrustManager trusted = (X509TrustManager) TrustedAuthorities.with(pem("ours"))[0];
    List<String> names =
        Stream.of(trusted.getAcceptedIssuers())
            .map(authority -> authority.getSubjectX500Principal().getName())
            .toList();
    assertTrue(names.contains("CN=ours"), names::toString);
    assertTrue(names.size() > 20, names::toString);
  }
}
