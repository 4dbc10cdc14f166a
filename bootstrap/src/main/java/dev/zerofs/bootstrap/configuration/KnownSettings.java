package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every setting that there is: the program's own and those of all providers. Immutable. */
public final class KnownSettings {

  private final Map<String, Setting<?>> settings = new TreeMap<>();

  /**
   * The given settings.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public KnownSettings(Collection<Setting<?>> settings) {
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

  /**
   * The values as settings, each being known and of its type.
   *
   * @throws SettingException for the first that is not
   */
  Settings check(Map<String, Given> values) {
    Settings result = Settings.of(values);
    values.forEach(
        (key, value) -> {
          Setting<?> setting = settings.get(key);
          if (setting == null) {
            throw new SettingException(
                key, value.origin(), "is not a known key" + Spelling.suggestion(key, names()));
          }
          var _ = result.value(setting);
        });
    return result;
  }
}
