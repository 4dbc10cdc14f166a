package dev.zerofs.lsm.layout;

import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.settings.Setting;
import java.util.List;
import java.util.Set;

/** Where in a store a volume is. */
public final class VolumePrefix {

  /** What a person can configure. */
  public static final Setting<String> SETTING =
      new Setting<>(
          "volume.prefix",
          "a path like clones/a, of at most 100 characters [A-Za-z0-9._-/]",
          VolumePrefix::checked,
          "",
          false,
          "Where in the store the volume is, if not at its root: clones are beside their source.");

  private static final int LENGTH_MAX = 100;
  private static final Set<String> KINDS = Set.of("manifest", "log", "sst", "clone");

  private VolumePrefix() {}

  /**
   * Checks the prefix of a volume.
   *
   * @return it
   * @throws IllegalArgumentException if it is none: it must be short enough for the names below it,
   *     and not lie within the objects of another volume
   */
  static String checked(String prefix) {
    if (prefix.isEmpty()) {
      return prefix;
    }
    List<String> segments = List.of(new ObjectKey(prefix).value().split("/"));
    if (prefix.length() > LENGTH_MAX || segments.stream().anyMatch(KINDS::contains)) {
      throw new IllegalArgumentException("not the prefix of a volume: " + prefix);
    }
    return prefix;
  }
}
