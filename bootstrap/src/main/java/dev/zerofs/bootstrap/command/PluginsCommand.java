package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.plugin.Installation;
import dev.zerofs.bootstrap.plugin.Plugin;
import dev.zerofs.ports.plugin.PortsLevel;
import dev.zerofs.ports.plugin.Provider;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zerofs plugins}: what can be chosen, and where it comes from. */
@Command(
    name = "plugins",
    description = "Lists what is built in and what plug-ins offer, with versions and places.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Plug-ins are the jars, and the directories of jars, in the directory plugins.dir.",
      "Exit status: 0 all can be used; 1 some cannot, and the last lines say which and why."
    })
final class PluginsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file that names the plug-in directory.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Installation installation = ConfigurationOptions.installation(Optional.ofNullable(file));
    PrintWriter out = spec.commandLine().getOut();
    out.println("ports level " + PortsLevel.CURRENT);
    for (Provider provider : installation.builtIn().all()) {
      line(out, Version.number(), offers(List.of(provider)), "built in");
    }
    for (Plugin plugin : installation.plugins()) {
      if (!plugin.isBroken()) {
        line(out, plugin.version(), offers(plugin.providers()), plugin.place());
      }
    }
    List<String> complaints = installation.providers().complaints();
    complaints.forEach(out::println);
    out.flush();
    return complaints.isEmpty() ? 0 : 1;
  }

  private static String offers(List<Provider> providers) {
    return String.join(
        ", ", providers.stream().map(Installation::offers).flatMap(List::stream).toList());
  }

  private static void line(PrintWriter out, String version, String offers, String place) {
    out.printf("%-34s %-16s %s%n", offers, version, place);
  }
}
