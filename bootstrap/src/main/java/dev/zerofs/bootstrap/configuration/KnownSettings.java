package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every setting that there is: the program's own and those of all providers. Immutable. */
public final class KnownSettings {

  private final Map<String, Setting<?>> settings = new TreeMap<>();
  private final List<String> complaints;

  /**
   * The given settings.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public KnownSettings(Collection<Setting<?>> settings) {
    this(settings, List.of());
  }

  /**
   * The given settings.
   *
   * @param complaints of plug-ins that cannot be used, whose settings are therefore not known
   * @throws IllegalArgumentException if two have one name
   */
  public KnownSettings(Collection<Setting<?>> settings, List<String> complaints) {
    this.complaints = List.copyOf(complaints);
    for (Setting<?> setting : settings) {
      if (this.settings.putIfAbsent(setting.name(), setting) != null) {
        throw new IllegalArgumentException("two settings are named " + setting.name());
      }
    }
  }

  /** All names, in order. */
  public Set<String> names() {
    return settings.keySet();
  }

  /** All settings, by name. */
  public List<Setting<?>> all() {
    return List.copyOf(settings.values());
  }

  /** The setting of this name, or null. */
  public @Nullable Setting<?> find(String name) {
    return settings.get(name);
  }

  /** What else to say where a name is not known: near ones, and plug-ins that might know it. */
  String hints(String name, Collection<String> names) {
    return Spelling.suggestion(name, names)
        + complaints.stream().map(complaint -> "; " + complaint).collect(Collectors.joining());
  }

  /**
   * Those of the values that are known and of their type, as settings.
   *
   * @param mistakes told of each other one
   */
  Settings check(Map<String, Given> values, Consumer<SettingException> mistakes) {
    Settings all = Settings.of(values);
    Map<String, Given> good = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            Mistakes.attempt(
                () -> {
                  check(key, value, all);
                  good.put(key, value);
                },
                mistakes));
    return Settings.of(good);
  }

  private void check(String key, Given value, Settings all) {
    Setting<?> setting = settings.get(key);
    if (setting == null) {
      throw new SettingException(key, value.origin(), "is not a known key" + hints(key, names()));
    }
    var _ = all.value(setting);
  }
}
