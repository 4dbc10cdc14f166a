package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.util.Optional;

/**
 * A bucket and where in it the objects are.
 *
 * @param bucket its name
 * @param prefix {@code ""} or ending in a slash
 */
record S3Location(String bucket, String prefix) {

  /** Leaves room for the longest key in S3's 1024 bytes. */
  private static final int PREFIX_LENGTH_MAX = 500;

  /**
   * The location that {@code s3://bucket/prefix} names.
   *
   * @throws SettingException if the URL is not of this form
   */
  static S3Location of(URI url) {
    String bucket = url.getRawAuthority();
    if (bucket == null
        || !bucket.matches("[A-Za-z0-9._-]{3,255}")
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw malformed(url);
    }
    String path = Optional.ofNullable(url.getPath()).orElse("").replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      return new S3Location(bucket, "");
    }
    try {
      ObjectKey key = new ObjectKey(path);
      if (key.value().length() < PREFIX_LENGTH_MAX) {
        return new S3Location(bucket, key.value() + "/");
      }
    } catch (IllegalArgumentException _) {
      // Answered below.
    }
    throw malformed(url);
  }

  private static SettingException malformed(URI url) {
    String shown = url.getRawUserInfo() == null ? "'" + url + "'" : "the URL";
    return new SettingException(
        "store", "store URL", shown + " is not of the form s3://bucket/prefix");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
