package dev.zerofs.bootstrap.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** One configuration file, read into dotted keys. */
final class ConfigurationFile {

  private static final String KEY = "--config";

  private ConfigurationFile() {}

  /**
   * The values of {@code file} by dotted key, after substitution from {@code environment}.
   *
   * @throws SettingException if the file cannot be read, is malformed, gives a key twice or refers
   *     to a variable that is not set
   */
  static Map<String, Given> read(Path file, Map<String, String> environment) {
    return read(file, environment, Mistakes.FIRST);
  }

  /**
   * The values of {@code file} as above, without those whose references are wrong.
   *
   * @param mistakes told of each wrong reference
   * @throws SettingException if the file cannot be read, is malformed or gives a key twice
   */
  static Map<String, Given> read(
      Path file, Map<String, String> environment, Consumer<SettingException> mistakes) {
    String origin = file.toString();
    Map<String, String> texts = parse(file, origin);
    Substitution substitution = new Substitution(environment);
    Map<String, Given> result = new LinkedHashMap<>();
    texts.forEach(
        (key, text) ->
            Mistakes.attempt(
                () -> result.put(key, new Given(substitution.apply(key, origin, text), origin)),
                mistakes));
    return result;
  }

  private static Map<String, String> parse(Path file, String origin) {
    FileFormat format = FileFormat.of(file, KEY);
    String text = text(file, origin);
    try {
      return format.read(text, origin);
    } catch (SettingException e) {
      throw e;
    } catch (ConfigurationException | IOException | RuntimeException e) {
      throw new SettingException(KEY, origin, "is not valid " + format + place(e));
    }
  }

  private static String text(Path file, String origin) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SettingException(KEY, origin, "does not exist; expected a configuration file");
    } catch (CharacterCodingException e) {
      throw new SettingException(KEY, origin, "is not text in UTF-8");
    } catch (IOException e) {
      throw new SettingException(
          KEY, origin, "cannot be read (" + e.getMessage() + "); expected a configuration file");
    }
  }

  /** Where a parser stopped. Its own message may quote the file, secrets too, so is not shown. */
  private static String place(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> "; expected sections and keys";
      case MarkedYAMLException yaml when yaml.getProblemMark() != null ->
          " at line "
              + (yaml.getProblemMark().getLine() + 1)
              + ", column "
              + (yaml.getProblemMark().getColumn() + 1);
      case SAXParseException xml ->
          " at line " + xml.getLineNumber() + ", column " + xml.getColumnNumber();
      case JsonProcessingException json when json.getLocation() != null ->
          " at line "
              + json.getLocation().getLineNr()
              + ", column "
              + json.getLocation().getColumnNr();
      default -> place(failure.getCause());
    };
  }
}
