package dev.zerofs.s3;

import dev.zerofs.ports.settings.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What is asked of the store for every new object.
 *
 * <p>Keys of the caller's own (SSE-C) are not among it: losing one would lose the volume, and
 * whoever wants nobody but himself to read it encrypts before the store.
 *
 * @param storageClass null for the bucket's default
 * @param encryption null for the bucket's default
 * @param kmsKeyId null for the account's
 * @param bucketKey null for the bucket's default
 */
record PutOptions(
    @Nullable String storageClass,
    @Nullable ServerSideEncryption encryption,
    @Nullable String kmsKeyId,
    @Nullable Boolean bucketKey) {

  /**
   * What is configured.
   *
   * @throws dev.zerofs.ports.settings.SettingException if something is given that does not go with
   *     the kind of encryption
   */
  static PutOptions of(Settings settings) {
    S3Settings.Encryption kind = settings.value(S3Settings.ENCRYPTION);
    boolean kms = kind == S3Settings.Encryption.KMS || kind == S3Settings.Encryption.KMS_DSSE;
    Optional<String> key = settings.find(S3Settings.KMS_KEY_ID);
    if (key.isPresent() && !kms) {
      throw settings.mistake(
          S3Settings.KMS_KEY_ID,
          "is given, but s3.encryption is not kms; expected both or neither");
    }
    Boolean bucketKey =
        switch (settings.value(S3Settings.BUCKET_KEY)) {
          case AUTO -> null;
          case TRUE -> true;
          case FALSE -> false;
        };
    if (Boolean.TRUE.equals(bucketKey) && kind != S3Settings.Encryption.KMS) {
      throw settings.mistake(
          S3Settings.BUCKET_KEY, "is true; expected that only with s3.encryption: kms");
    }
    return new PutOptions(
        settings.find(S3Settings.STORAGE_CLASS).orElse(null),
        headerOf(kind),
        key.orElse(null),
        bucketKey);
  }

  private static @Nullable ServerSideEncryption headerOf(S3Settings.Encryption kind) {
    return switch (kind) {
      case BUCKET -> null;
      case AES256 -> ServerSideEncryption.AES256;
      case KMS -> ServerSideEncryption.AWS_KMS;
      case KMS_DSSE -> ServerSideEncryption.AWS_KMS_DSSE;
    };
  }

  /** A put with these options. */
  PutObjectRequest.Builder begin() {
    return PutObjectRequest.builder()
        .storageClass(storageClass)
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKeyId)
        .bucketKeyEnabled(bucketKey);
  }
}
