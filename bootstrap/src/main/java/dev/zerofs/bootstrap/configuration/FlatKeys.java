package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration.PropertiesReader;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * Sections within sections as dotted keys. {@code nfs: {listen: x}}, {@code nfs.listen: x} and
 * {@code <nfs listen="x"/>} are the same key; the elements of a list are joined with commas.
 */
final class FlatKeys {

  private final String origin;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private FlatKeys(String origin) {
    this.origin = origin;
  }

  /**
   * The texts of a tree of sections by dotted key.
   *
   * @throws SettingException if a key is given twice, has no value or is a list of sections
   */
  static Map<String, String> of(HierarchicalConfiguration<ImmutableNode> tree, String origin) {
    FlatKeys flat = new FlatKeys(origin);
    ImmutableNode root = tree.getNodeModel().getNodeHandler().getRootNode();
    flat.section("", root, root.getAttributes());
    return flat.texts;
  }

  /**
   * The texts of a file of lines by key.
   *
   * @throws SettingException if a key is given twice or has no value
   * @throws IOException never, the text being in memory
   */
  static Map<String, String> of(PropertiesReader lines, String origin) throws IOException {
    FlatKeys flat = new FlatKeys(origin);
    while (lines.nextProperty()) {
      flat.put(lines.getPropertyName(), lines.getPropertyValue());
    }
    return flat.texts;
  }

  private void section(String path, ImmutableNode node, Map<String, Object> attributes) {
    String prefix = path.isEmpty() ? "" : path + ".";
    attributes.forEach((name, value) -> put(prefix + name, value));
    Map<String, List<ImmutableNode>> children =
        node.getChildren().stream()
            .collect(
                Collectors.groupingBy(
                    ImmutableNode::getNodeName, LinkedHashMap::new, Collectors.toList()));
    children.forEach((name, nodes) -> children(prefix + name, nodes));
  }

  private void children(String path, List<ImmutableNode> nodes) {
    if (nodes.size() == 1 && isSection(nodes.getFirst())) {
      section(path, nodes.getFirst(), nodes.getFirst().getAttributes());
      return;
    }
    if (nodes.stream().anyMatch(FlatKeys::isSection)) {
      throw new SettingException(path, origin, "is a list of sections; expected values");
    }
    put(
        path,
        nodes.stream()
            .map(ImmutableNode::getValue)
            .map(value -> value == null ? "" : value.toString())
            .collect(Collectors.joining(",")));
  }

  private static boolean isSection(ImmutableNode node) {
    return !node.getChildren().isEmpty() || !node.getAttributes().isEmpty();
  }

  private void put(String key, @Nullable Object value) {
    String text = value == null ? "" : value.toString().strip();
    if (text.isEmpty()) {
      throw new SettingException(key, origin, "has no value; expected one, or no such line");
    }
    if (texts.putIfAbsent(key, text) != null) {
      throw new SettingException(key, origin, "is given twice");
    }
  }
}
