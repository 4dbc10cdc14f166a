package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A first configuration file for a store: what a start needs, each key with its description from
 * the reference, and where the rest is told. Secrets are references to environment variables.
 */
public final class StarterFile {

  /** How messages name what was asked for. */
  private static final String KEY = "init";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z0-9_]+)}");

  /** What YAML takes for itself when it is not quoted. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/$][A-Za-z0-9/${}:._@%+~=-]*");

  private final FileFormat format;
  private final KnownSettings known;
  private final List<String> lines = new ArrayList<>();

  private StarterFile(FileFormat format, KnownSettings known) {
    this.format = format;
    this.known = known;
  }

  /**
   * The lines of a file that is to be named {@code file}.
   *
   * @param url where the volume is
   * @param provider opens it
   * @throws SettingException if a file of this ending cannot have comments
   */
  public static List<String> lines(
      Path file, URI url, ObjectStoreProvider provider, KnownSettings known) {
    FileFormat format = FileFormat.of(file, KEY);
    if (format != FileFormat.YAML && format != FileFormat.PROPERTIES) {
      throw new SettingException(
          KEY,
          file.toString(),
          "is a "
              + format
              + " file, which is not written with comments; expected .yaml or"
              + " .properties");
    }
    StarterFile starter = new StarterFile(format, known);
    starter.all(file, url, provider);
    return List.copyOf(starter.lines);
  }

  /**
   * Writes a file that only its owner can read.
   *
   * @throws SettingException if it is there already, or cannot be made
   */
  public static void write(Path file, List<String> lines) {
    try {
      Files.createFile(file, ownersOnly());
      Files.write(file, lines);
    } catch (FileAlreadyExistsException e) {
      throw new SettingException(
          KEY, file.toString(), "is there already and stays as it is; expected a new name");
    } catch (NoSuchFileException e) {
      throw new SettingException(KEY, file.toString(), "its directory is not there");
    } catch (IOException e) {
      throw new SettingException(KEY, file.toString(), "cannot be written (" + e + ")");
    }
  }

  /** The environment variables to which {@code lines} refer, in their order. */
  public static List<String> variables(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> VARIABLE.matcher(line).results())
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  private static FileAttribute<?>[] ownersOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void all(Path file, URI url, ObjectStoreProvider provider) {
    lines.add("# Configuration of ZeroFS, begun by zerofs init.");
    lines.add("#   zerofs config check " + file + "     what is wrong in it");
    lines.add("#   zerofs run --config " + file + "     serves the volume");
    lines.add("# Variables of the environment and flags override it. Lines that begin with # show");
    lines.add("# what else is often set; all keys are in docs/configuration.md (zerofs config");
    lines.add("# reference). ${env:NAME} is the value of an environment variable.");
    add(new StarterKey(ServerSettings.STORE_URL.name(), url.toString(), true));
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    StarterKey.ofStore(scheme, provider.settings()).forEach(this::add);
    StarterKey.ofServer(scheme).forEach(this::add);
  }

  private void add(StarterKey key) {
    Setting<?> setting = known.find(key.name());
    if (setting != null) {
      lines.add("");
      lines.add("# " + setting.description());
      lines.add((key.needed() ? "" : "# ") + line(key));
    }
  }

  private String line(StarterKey key) {
    String value = key.value();
    return switch (format) {
      case PROPERTIES -> key.name() + " = " + value.replace("\\", "\\\\");
      default ->
          key.name()
              + ": "
              + (PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'");
    };
  }
}
