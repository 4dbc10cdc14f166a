package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.WireScript;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What a person is told who has configured something wrongly: one line that says what to change.
 */
@Timeout(60)
final class S3MessagesTest {

  private static final String PLAIN = "http://store.example.com:9000";

  private final WireScript<HttpExecuteRequest, BrokenWire.Break> wire = new WireScript<>();

  private static Settings settings(Map<String, String> more) {
    Map<String, String> texts =
        new HashMap<>(
            Map.of(
                "s3.endpoint", PLAIN,
                "s3.allow-http", "true",
                "s3.access-key-id", "an-id",
                "s3.secret-access-key", "hush-hush"));
    texts.putAll(more);
    Map<String, Given> given = new HashMap<>();
    texts.forEach(
        (key, text) -> {
          if (!text.isEmpty()) {
            given.put(key, new Given(text, "a file"));
          }
        });
    return Settings.of(given);
  }

  /** Opens a store every request to which ends this way. */
  private ObjectStore open(Map<String, String> more, BrokenWire.Break way) {
    wire.next(way, way, way, way, way);
    S3ObjectStoreProvider provider = new S3ObjectStoreProvider(http -> new BrokenWire(http, wire));
    return provider.open(URI.create("s3://bucket/one"), settings(more), new ManualClock());
  }

  private String refusal(Map<String, String> more, BrokenWire.Break way) {
    String message =
        String.valueOf(
            assertThrows(ObjectStoreException.class, () -> open(more, way).close()).getMessage());
    assertTrue(message.startsWith("s3://bucket/one/: list"), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("hush-hush"), message);
    return message;
  }

  private static BrokenWire.Break failure(IOException failure) {
    return _ -> {
      throw failure;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | NoSuchBucket                       | there is no bucket 'bucket' at http://store.
          403 | InvalidAccessKeyId                 | s3.access-key-id (AWS_ACCESS_KEY_ID)
          403 | SignatureDoesNotMatch              | s3.secret-access-key (AWS_SECRET_ACCESS_KEY)
          400 | ExpiredToken                       | s3.session-token (AWS_SESSION_TOKEN)
          403 | RequestTimeTooSkewed               | the clock of this machine
          403 | AccessDenied                       | s3:ListBucket on the bucket
          403 | AllAccessDisabled                  | another owner's
          301 | PermanentRedirect                  | s3.region (AWS_DEFAULT_REGION)
          400 | AuthorizationHeaderMalformed       | s3.region (AWS_DEFAULT_REGION)
          501 | NotImplemented                     | does not know this kind of request
          """)
  void anAnswerOfTheStoreIsExplained(int status, String code, String advice) {
    String message = refusal(Map.of(), BrokenWire.error(status, code));
    assertTrue(message.contains(advice), message);
    assertTrue(message.contains(code) && message.contains("as the test says"), message);
  }

  @Test
  void theRegionThatTheStoreNamesIsPassedOn() {
    String message =
        refusal(
            Map.of("s3.endpoint", "", "s3.region", "eu-west-1"),
            _ ->
                HttpExecuteResponse.builder()
                    .response(
                        SdkHttpResponse.builder()
                            .statusCode(301)
                            .putHeader("x-amz-bucket-region", "ap-south-1")
                            .build())
                    .build());
    assertTrue(message.contains("in region ap-south-1, not in eu-west-1"), message);
  }

  @Test
  void aNetworkThatFailsIsExplained() {
    String missing = refusal(Map.of(), failure(new UnknownHostException("store.example.com")));
    assertTrue(missing.contains("unknown host store.example.com; correct s3.endpoint"), missing);
    String region =
        refusal(
            Map.of("s3.endpoint", "", "s3.region", "eu-wst-1"),
            failure(new UnknownHostException("bucket.s3.eu-wst-1.amazonaws.com")));
    assertTrue(region.contains("correct s3.region (AWS_DEFAULT_REGION, here eu-wst-1)"), region);
    String refused = refusal(Map.of(), failure(new ConnectException("Connection refused")));
    assertTrue(refused.contains("nothing answers at " + PLAIN), refused);
  }

  @Test
  void anEncryptionThatFailsIsExplained() {
    Map<String, String> https = Map.of("s3.endpoint", "https://store.example.com");
    String untrusted =
        refusal(https, failure(new SSLHandshakeException("PKIX path building failed")));
    assertTrue(untrusted.contains("s3.ca-file (AWS_CA_BUNDLE)"), untrusted);
    String other = refusal(https, failure(new SSLPeerUnverifiedException("no match")));
    assertTrue(other.contains("not for this host name"), other);
    String plain =
        refusal(https, failure(new SSLException("Unsupported or unrecognized SSL message")));
    assertTrue(plain.contains("AWS_ALLOW_HTTP=true"), plain);
    String closed = refusal(Map.of(), failure(new NoHttpResponseException("closed")));
    assertTrue(closed.contains("https"), closed);
    String confused =
        refusal(Map.of(), BrokenWire.document(400, "an HTTP request to an HTTPS server"));
    assertTrue(confused.contains("https"), confused);
  }

  @Test
  void whatIsDeniedOnPutAloneNamesThePermission() {
    BrokenWire.Break empty =
        BrokenWire.document(
            200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    try (ObjectStore store = open(Map.of(), empty)) {
      BrokenWire.Break denied = BrokenWire.error(403, "AccessDenied");
      ObjectKey key = new ObjectKey("k");
      expect("s3:PutObject", denied, () -> store.putIfAbsent(key, Bytes.EMPTY));
      expect("s3:GetObject", denied, () -> store.get(key));
      expect("s3:DeleteObject", denied, () -> store.delete(key));
      expect(
          "s3.storage-class",
          BrokenWire.error(400, "InvalidStorageClass"),
          () -> store.put(key, Bytes.EMPTY));
      expect(
          "s3.kms-key-id",
          BrokenWire.error(400, "KMS.NotFoundException"),
          () -> store.put(key, Bytes.EMPTY));
    }
  }

  private void expect(String text, BrokenWire.Break way, Runnable call) {
    if (wire != null) {
      wire.next(way);
    }
    String message =
        String.valueOf(assertThrows(ObjectStoreException.Fatal.class, call::run).getMessage());
    assertTrue(message.contains(text), message);
  }

  @Test
  void whatGoesWithEveryPutIsSent() {
    BrokenWire.Break empty =
        BrokenWire.document(
            200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    Map<String, String> more =
        Map.of(
            "s3.storage-class", "STANDARD_IA",
            "s3.encryption", "kms",
            "s3.kms-key-id", "alias/zerofs",
            "s3.bucket-key", "true");
    try (ObjectStore store = open(more, empty)) {
      wire.next(BrokenWire.document(200, ""));
      store.putIfAbsent(new ObjectKey("k"), Bytes.utf8("body"));
      SdkHttpRequest request = wire.requests().getFirst().httpRequest();
      assertSent(request, "x-amz-storage-class", "STANDARD_IA");
      assertSent(request, "x-amz-server-side-encryption", "aws:kms");
      assertSent(request, "x-amz-server-side-encryption-aws-kms-key-id", "alias/zerofs");
      assertSent(request, "x-amz-server-side-encryption-bucket-key-enabled", "true");
    }
  }

  private static void assertSent(SdkHttpRequest request, String header, String value) {
    assertEquals(Optional.of(value), request.firstMatchingHeader(header));
  }

  private static void assertMistake(String key, String url, Map<String, String> more) {
    SettingException mistake =
        assertThrows(
            SettingException.class,
            () ->
                new S3ObjectStoreProvider()
                    .open(URI.create(url), settings(more), new ManualClock())
                    .close());
    assertEquals(key, mistake.key());
  }

  @Test
  void settingsThatDoNotGoTogetherAreMistakes(@TempDir Path directory) throws IOException {
    String url = "s3://bucket";
    assertMistake("s3.kms-key-id", url, Map.of("s3.kms-key-id", "k"));
    assertMistake("s3.bucket-key", url, Map.of("s3.encryption", "aes256", "s3.bucket-key", "true"));
    assertMistake("s3.storage-class", url, Map.of("s3.storage-class", "DEEP_ARCHIVE"));
    assertMistake("s3.storage-class", url, Map.of("s3.storage-class", "a\r\nb"));
    assertMistake("store.url", "s3://bucket--usw2-az1--x-s3", Map.of());
    Path file = directory.resolve("ca.pem");
    assertMistake("s3.ca-file", url, Map.of("s3.ca-file", file.toString()));
    Files.writeString(file, "no certificate");
    assertMistake("s3.ca-file", url, Map.of("s3.ca-file", file.toString()));
    Files.writeString(file, "");
    assertMistake("s3.ca-file", url, Map.of("s3.ca-file", file.toString()));
  }
}
