package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.settings.HttpEndpoint;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be configured. */
final class S3Settings {

  /** A decision that can be left to the adapter. */
  enum Choice {
    /** By what kind of store it is. */
    AUTO,
    /** Yes. */
    TRUE,
    /** No. */
    FALSE;

    /** The decision, {@code automatic} being what the adapter would choose. */
    boolean orElse(boolean automatic) {
      return switch (this) {
        case AUTO -> automatic;
        case TRUE -> true;
        case FALSE -> false;
      };
    }
  }

  /** What is put into these comes back when somebody has asked for it hours before. */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  /** Who encrypts new objects, on the store's side. */
  enum Encryption {
    /** Nothing is asked. */
    BUCKET,
    /** S3 with keys of its own (SSE-S3). */
    AES256,
    /** KMS (SSE-KMS). */
    KMS,
    /** KMS, twice (DSSE-KMS). */
    KMS_DSSE
  }

  private static final Pattern BUCKET_NAMES = Pattern.compile("[A-Za-z0-9._-]{3,255}");

  static final Setting<String> ENDPOINT =
      Setting.text(
          "s3.endpoint",
          null,
          "URL of an S3-compatible service; without it Amazon's own of the region is used.");

  static final Setting<Boolean> ALLOW_HTTP =
      Setting.flag(
          "s3.allow-http", false, "Whether the endpoint may be plain http, without encryption.");

  /** Where S3 is; Amazon's own of the region if nothing is given. */
  static final HttpEndpoint SERVICE =
      new HttpEndpoint(
          ENDPOINT,
          "https://s3.example.com",
          ALLOW_HTTP,
          "s3.allow-http: true (AWS_ALLOW_HTTP=true)");

  static final Setting<String> REGION =
      Setting.text("s3.region", "us-east-1", "The region of the bucket.");

  static final Setting<String> ACCESS_KEY_ID =
      Setting.text(
          "s3.access-key-id",
          null,
          "Access key id; without it the SDK's default chain finds credentials.");

  static final Setting<String> SECRET_ACCESS_KEY =
      Setting.secret("s3.secret-access-key", "The secret of the access key.");

  static final Setting<String> SESSION_TOKEN =
      Setting.secret("s3.session-token", "The session token of temporary credentials.");

  static final Setting<String> PROFILE =
      Setting.text(
          "s3.profile",
          null,
          "The profile of the AWS configuration files in which the SDK's default chain looks.");

  static final Setting<Path> CA_FILE =
      new Setting<>(
          "s3.ca-file",
          "a file of PEM certificates",
          text -> Path.of(text.strip()),
          null,
          false,
          "Authorities that are trusted beside the machine's own, for an endpoint with a"
              + " certificate of its owner's.");

  static final Setting<String> STORAGE_CLASS =
      new Setting<>(
          "s3.storage-class",
          "a storage class from which objects are read at once, like STANDARD_IA",
          S3Settings::storageClass,
          null,
          false,
          "The storage class of new objects; without it the bucket's default. Archives that answer"
              + " after hours are refused.");

  static final Setting<Encryption> ENCRYPTION =
      Setting.choice(
          "s3.encryption",
          Encryption.class,
          Encryption.BUCKET,
          "How the store is asked to encrypt new objects; bucket: as the bucket says.");

  static final Setting<String> KMS_KEY_ID =
      Setting.text(
          "s3.kms-key-id",
          null,
          "The key for s3.encryption kms and kms-dsse; without it the account's own.");

  static final Setting<Choice> BUCKET_KEY =
      Setting.choice(
          "s3.bucket-key",
          Choice.class,
          Choice.AUTO,
          "Whether objects encrypted by kms share a key of the bucket, which saves requests to KMS;"
              + " auto: as the bucket says.");

  static final Setting<Choice> PATH_STYLE =
      Setting.choice(
          "s3.path-style",
          Choice.class,
          Choice.AUTO,
          "Whether the bucket is named in the path instead of the host; auto: with an endpoint.");

  static final Setting<Choice> CHECKSUMS =
      Setting.choice(
          "s3.checksums",
          Choice.class,
          Choice.AUTO,
          "Whether bodies carry S3's newer checksums, which older services refuse; auto: without"
              + " an endpoint.");

  static final Setting<Choice> CHUNKED_ENCODING =
      Setting.choice(
          "s3.chunked-encoding",
          Choice.class,
          Choice.AUTO,
          "Whether bodies are sent in signed chunks, which older services refuse; auto: without an"
              + " endpoint.");

  static final Setting<Long> ATTEMPTS_MAX =
      Setting.number(
          "s3.attempts-max",
          3L,
          1,
          20,
          "How often a request is sent at most before its failure is reported, with the SDK's"
              + " standard backoff.");

  static final Setting<Long> CONNECTIONS_MAX =
      Setting.number("s3.connections-max", 128L, 1, 10_000, "The most connections at a time.");

  static final Setting<Long> CONNECT_TIMEOUT =
      Setting.durationNanos("s3.connect-timeout", "5s", "How long a connection may take to make.");

  static final Setting<Long> IDLE_TIMEOUT =
      Setting.durationNanos(
          "s3.idle-timeout", "20s", "How long the store may be silent during a request.");

  static final Setting<Long> ATTEMPT_TIMEOUT =
      Setting.durationNanos(
          "s3.attempt-timeout",
          "2m",
          "How long one attempt may take in all; more than a segment takes on a slow line.");

  /** All of them. */
  static final List<Setting<?>> ALL =
      List.of(
          ENDPOINT,
          ALLOW_HTTP,
          REGION,
          ACCESS_KEY_ID,
          SECRET_ACCESS_KEY,
          SESSION_TOKEN,
          PROFILE,
          CA_FILE,
          STORAGE_CLASS,
          ENCRYPTION,
          KMS_KEY_ID,
          BUCKET_KEY,
          PATH_STYLE,
          CHECKSUMS,
          CHUNKED_ENCODING,
          ATTEMPTS_MAX,
          CONNECTIONS_MAX,
          CONNECT_TIMEOUT,
          IDLE_TIMEOUT,
          ATTEMPT_TIMEOUT);

  private S3Settings() {}

  /**
   * The location that {@code s3://bucket/prefix} names.
   *
   * @throws SettingException if {@code url} is not of this form
   */
  static BucketLocation location(URI url) {
    return BucketLocation.of(url, "s3", "bucket", BUCKET_NAMES);
  }

  /** Services have classes of their own, so only the shape and Amazon's archives are looked at. */
  private static String storageClass(String text) {
    String name = text.strip();
    if (!name.matches("[A-Za-z0-9_-]{1,64}") || ARCHIVES.contains(name)) {
      throw new IllegalArgumentException("not a storage class");
    }
    return name;
  }
}
