package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts the layers of the configuration over each other. From weak to strong: defaults, the file,
 * the variables of {@link BucketVariables}, the {@code ZEROFS_} variables, the flags.
 */
public final class Configuration {

  private final KnownSettings known;
  private final Map<String, String> environment;
  private final Supplier<Path> dataDirectory;

  /**
   * A configuration of this process.
   *
   * @param known every setting there is
   */
  public Configuration(KnownSettings known) {
    this(
        known,
        System.getenv(),
        () ->
            DataDirectory.of(
                System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")));
  }

  /**
   * A configuration of a process that has these surroundings.
   *
   * @param dataDirectory asked when nothing says where the volume or the cache is
   */
  Configuration(
      KnownSettings known, Map<String, String> environment, Supplier<Path> dataDirectory) {
    this.known = known;
    this.environment = Map.copyOf(environment);
    this.dataDirectory = dataDirectory;
  }

  /**
   * What the person configured, checked: every key known, every value of its type.
   *
   * @param flags what the command line gives, by key
   * @throws SettingException for the first mistake
   */
  public Settings load(Optional<Path> file, Map<String, Given> flags) {
    return load(file, flags, Mistakes.FIRST);
  }

  /**
   * What the person configured, without what is wrong in it.
   *
   * @param mistakes told of everything that is wrong
   * @throws SettingException if the file cannot be read as such, so that nothing else can be said
   */
  public Settings check(Path file, Consumer<SettingException> mistakes) {
    return load(Optional.of(file), Map.of(), mistakes);
  }

  private Settings load(
      Optional<Path> file, Map<String, Given> flags, Consumer<SettingException> mistakes) {
    BucketVariables bucket = new BucketVariables(environment);
    Map<String, Given> values = new LinkedHashMap<>();
    file.ifPresent(path -> values.putAll(ConfigurationFile.read(path, environment, mistakes)));
    Mistakes.attempt(() -> values.putAll(bucket.read(known)), mistakes);
    values.putAll(EnvironmentVariables.read(environment, known, mistakes));
    values.putAll(flags);
    if (!values.containsKey(ServerSettings.STORE_URL.name())) {
      values.put(
          ServerSettings.STORE_URL.name(), bucket.defaultBucket().orElseGet(this::embeddedVolume));
    }
    Mistakes.attempt(() -> bucket.requireCompanions(values), mistakes);
    Mistakes.attempt(() -> DefaultPlaces.add(values, known, dataDirectory), mistakes);
    return known.check(values, mistakes);
  }

  /**
   * The URL of the volume that is served when nothing says which.
   *
   * @throws SettingException if there is no home directory for it
   */
  public Given embeddedVolume() {
    return new Given(DefaultPlaces.volumeUrl(dataDirectory.get()), DefaultPlaces.ORIGIN);
  }
}
