package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.apache.commons.configuration2.JSONConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration.PropertiesReader;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;

/** How a configuration file is written, told by the ending of its name. */
enum FileFormat {
  YAML("YAML"),
  PROPERTIES("properties"),
  JSON("JSON"),
  XML("XML");

  private final String text;

  FileFormat(String text) {
    this.text = text;
  }

  /**
   * The format of {@code file}.
   *
   * @param key for the message
   * @throws SettingException if the ending is none of those known
   */
  static FileFormat of(Path file, String key) {
    String name = String.valueOf(file.getFileName());
    return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "yaml", "yml" -> YAML;
      case "properties" -> PROPERTIES;
      case "json" -> JSON;
      case "xml" -> XML;
      default ->
          throw new SettingException(
              key,
              file.toString(),
              "has an unknown ending; expected .yaml, .yml, .properties, .json or .xml");
    };
  }

  /**
   * The values in {@code text} by dotted key.
   *
   * @param origin the file, for messages
   * @throws SettingException if a key is given twice, has no value or is a list of sections
   * @throws ConfigurationException if the text is malformed; so for any other runtime exception
   */
  Map<String, String> read(String text, String origin) throws ConfigurationException, IOException {
    StringReader reader = new StringReader(text);
    return switch (this) {
      // Not as a PropertiesConfiguration, which drops lines that would include other files.
      case PROPERTIES -> FlatKeys.of(new PropertiesReader(reader), origin);
      case YAML -> tree(new TextualYaml(), reader, origin);
      case JSON -> tree(new JSONConfiguration(), reader, origin);
      case XML -> {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setDocumentBuilder(documentBuilder());
        yield tree(xml, reader, origin);
      }
    };
  }

  private static <T extends BaseHierarchicalConfiguration & FileBasedConfiguration>
      Map<String, String> tree(T configuration, StringReader reader, String origin)
          throws ConfigurationException {
    new FileHandler(configuration).load(reader);
    return FlatKeys.of(configuration, origin);
  }

  /** A parser that fetches nothing: a file that brings a document type of its own is refused. */
  private static DocumentBuilder documentBuilder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser lacks a required feature", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
