package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of providers that came together, or what should have been one.
 *
 * @param name the name of its directory, or of its jar without the ending
 * @param version what its manifest says, or {@code unknown}
 * @param place where it is, for people
 * @param providers what it offers; empty if it is broken
 * @param problem why it cannot be used, or null if it can
 */
public record Plugin(
    String name, String version, String place, List<Provider> providers, @Nullable String problem) {

  /** The version of what does not say one. */
  static final String UNKNOWN_VERSION = "unknown";

  /** Copies the list. */
  public Plugin {
    providers = List.copyOf(providers);
  }

  /** The same plug-in, which for this reason cannot be used. */
  Plugin broken(String why) {
    return new Plugin(name, version, place, List.of(), why);
  }

  /** Whether it cannot be used. */
  public boolean isBroken() {
    return problem != null;
  }

  /** Which plug-in cannot be used, and why. */
  public String complaint() {
    return "plug-in " + name + " (" + place + ") cannot be used: " + problem;
  }
}
