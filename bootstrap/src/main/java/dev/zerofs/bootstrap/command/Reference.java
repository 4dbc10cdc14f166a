package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.ports.settings.Setting;
import java.util.List;
import java.util.stream.Stream;

/** The table of all keys in Markdown. */
final class Reference {

  private Reference() {}

  /** The table's lines. */
  static List<String> lines(KnownSettings known) {
    Stream<String> head = Stream.of("| key | value | default | |", "|---|---|---|---|");
    return Stream.concat(head, known.all().stream().map(Reference::line)).toList();
  }

  private static String line(Setting<?> setting) {
    String text = setting.defaultText();
    String standard = text == null || text.isEmpty() ? "" : "`" + text + "`";
    return "| `"
        + setting.name()
        + "` | "
        + setting.expected()
        + (setting.secret() ? " (secret)" : "")
        + " | "
        + standard
        + " | "
        + setting.description()
        + " |";
  }
}
