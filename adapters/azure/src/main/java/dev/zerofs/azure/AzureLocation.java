package dev.zerofs.azure;

import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.util.Optional;

/**
 * A container and where in it the objects are.
 *
 * @param container its name
 * @param prefix {@code ""} or ending in a slash
 */
record AzureLocation(String container, String prefix) {

  /** Leaves room for the longest key in the 1024 bytes of a name. */
  private static final int PREFIX_LENGTH_MAX = 500;

  /**
   * The location that {@code azure://container/prefix} names.
   *
   * @throws SettingException if the URL is not of this form
   */
  static AzureLocation of(URI url) {
    String container = url.getRawAuthority();
    if (container == null
        || !container.matches("[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]")
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw malformed(url);
    }
    String path = Optional.ofNullable(url.getPath()).orElse("").replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      return new AzureLocation(container, "");
    }
    try {
      ObjectKey key = new ObjectKey(path);
      if (key.value().length() < PREFIX_LENGTH_MAX) {
        return new AzureLocation(container, key.value() + "/");
      }
    } catch (IllegalArgumentException _) {
      // Answered below.
    }
    throw malformed(url);
  }

  private static SettingException malformed(URI url) {
    String shown = url.getRawUserInfo() == null ? "'" + url + "'" : "the URL";
    return new SettingException(
        "store", "store URL", shown + " is not of the form azure://container/prefix");
  }

  /** The name of the object that {@code key} stands for. */
  String nameOf(ObjectKey key) {
    return prefix + key.value();
  }

  @Override
  public String toString() {
    return "azure://" + container + "/" + prefix;
  }
}
