package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a store keeps its objects in a bucket that others may use too: {@code
 * scheme://bucket/prefix}.
 *
 * @param scheme of the URL
 * @param bucket its name
 * @param prefix what the names of all objects of the store begin with: {@code ""}, or keys'
 *     segments that end in a slash
 */
public record BucketLocation(String scheme, String bucket, String prefix) {

  /** Leaves room for the longest key in the 1024 bytes that names may have in every cloud. */
  private static final int PREFIX_LENGTH_MAX = 500;

  /**
   * The location that {@code url} names.
   *
   * @param scheme of such URLs, whatever the case of that of {@code url}
   * @param noun what the service calls a bucket, for the message
   * @param bucketNames what a bucket may be named
   * @throws SettingException if it names none
   */
  public static BucketLocation of(URI url, String scheme, String noun, Pattern bucketNames) {
    String bucket = url.getRawAuthority();
    if (bucket != null
        && bucketNames.matcher(bucket).matches()
        && url.getRawQuery() == null
        && url.getRawFragment() == null) {
      Optional<String> prefix = prefixOf(Optional.ofNullable(url.getPath()).orElse(""));
      if (prefix.isPresent()) {
        return new BucketLocation(scheme, bucket, prefix.get());
      }
    }
    String shown = url.getRawUserInfo() == null ? "'" + url + "'" : "the URL";
    throw new SettingException(
        "store", "store URL", shown + " is not of the form " + scheme + "://" + noun + "/prefix");
  }

  private static Optional<String> prefixOf(String path) {
    String segments = path.replaceAll("^/+|/+$", "");
    if (segments.isEmpty()) {
      return Optional.of("");
    }
    return keyOfText(segments)
        .map(ObjectKey::value)
        .filter(value -> value.length() < PREFIX_LENGTH_MAX)
        .map(value -> value + "/");
  }

  /** The name in the bucket of the object of {@code key}. */
  public String nameOf(ObjectKey key) {
    return prefix + key.value();
  }

  /**
   * The key of the object with this name in the bucket; empty if it is not the store's, such as the
   * "directories" that browsers of buckets make.
   */
  public Optional<ObjectKey> keyOf(String name) {
    return name.startsWith(prefix) ? keyOfText(name.substring(prefix.length())) : Optional.empty();
  }

  private static Optional<ObjectKey> keyOfText(String text) {
    try {
      return Optional.of(new ObjectKey(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** As a URL. */
  @Override
  public String toString() {
    return scheme + "://" + bucket + "/" + prefix;
  }
}
