package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.plugin.Provider;
import dev.zerofs.ports.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The program with its plug-ins, after every name has been looked at: what one plug-in calls like
 * something of the program's, or like something of another plug-in, makes it unusable. Of two
 * plug-ins with one name both are, since nobody can say which was meant.
 *
 * @param builtIn what the program brings
 * @param plugins what was found in the plug-in directory, usable or not
 */
public record Installation(Providers builtIn, List<Plugin> plugins) {

  /**
   * An installation of these parts.
   *
   * @param reservedSettings the names of the settings of the program itself
   */
  public static Installation of(
      Providers builtIn, Collection<String> reservedSettings, List<Plugin> found) {
    Map<String, String> owners = new HashMap<>();
    reservedSettings.forEach(name -> owners.put("setting " + name, "the server"));
    builtIn.all().forEach(p -> names(p).forEach(name -> owners.put(name, "the server")));
    Map<String, Set<String>> claims = new HashMap<>();
    for (Plugin plugin : found) {
      claimed(plugin).forEach(name -> claimants(claims, name).add(plugin.name()));
    }
    List<Plugin> plugins =
        found.stream().map(plugin -> withoutConflict(plugin, owners, claims)).toList();
    return new Installation(builtIn, plugins);
  }

  /** Everything that can be chosen from, and why the rest cannot. */
  public Providers providers() {
    List<Provider> all = new ArrayList<>(builtIn.all());
    plugins.forEach(plugin -> all.addAll(plugin.providers()));
    return Providers.of(
        all, plugins.stream().filter(Plugin::isBroken).map(Plugin::complaint).toList());
  }

  private static Plugin withoutConflict(
      Plugin plugin, Map<String, String> owners, Map<String, Set<String>> claims) {
    Set<String> own = new LinkedHashSet<>();
    for (String name : plugin.providers().stream().flatMap(Installation::names).toList()) {
      String owner = owners.get(name);
      if (owner != null) {
        return plugin.broken(owner + " itself has the " + name + ", which it offers, too");
      }
      if (!own.add(name)) {
        return plugin.broken("it offers two of " + name);
      }
      Set<String> claimants = claimants(claims, name);
      if (claimants.size() > 1) {
        return plugin.broken(
            name + " is offered by the plug-ins " + String.join(", ", claimants) + "; keep one");
      }
    }
    return plugin;
  }

  private static Set<String> claimants(Map<String, Set<String>> claims, String name) {
    return claims.computeIfAbsent(name, _ -> new LinkedHashSet<>());
  }

  private static Stream<String> claimed(Plugin plugin) {
    return plugin.providers().stream().flatMap(Installation::names);
  }

  /** The names that {@code provider} takes, each with its kind. */
  private static Stream<String> names(Provider provider) {
    return Stream.concat(
        offers(provider).stream(),
        provider.settings().stream().map(Setting::name).map(name -> "setting " + name));
  }

  /** What {@code provider} can be chosen by, in words. */
  public static List<String> offers(Provider provider) {
    return switch (provider) {
      case ObjectStoreProvider it ->
          it.schemes().stream().sorted().map(scheme -> "object store " + scheme + "://").toList();
      case KeyValueStoreProvider it -> List.of("engine " + it.name());
      case ProtocolProvider it -> List.of("protocol " + it.name());
      case BlockCodecProvider it -> List.of("block codec " + it.name());
    };
  }
}
