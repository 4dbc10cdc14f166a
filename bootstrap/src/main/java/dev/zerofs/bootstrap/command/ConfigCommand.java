package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.Configuration;
import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.configuration.MemoryBudget;
import dev.zerofs.bootstrap.configuration.Mistakes;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.lifecycle.ExitStatus;
import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerofs config}. */
@Command(
    name = "config",
    description = "Shows what is configured, and what can be.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code zerofs config show}: every key with its value and where that comes from. */
  @Command(
      name = "show",
      description = "Prints every key with its value and where that comes from; no secrets.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void show(@Mixin ConfigurationOptions options) {
    KnownSettings known = Wiring.knownSettings(options.installation().providers());
    Settings settings = options.load(known);
    PrintWriter out = spec.commandLine().getOut();
    for (Setting<?> setting : known.all()) {
      out.println(line(setting, settings.given().get(setting.name())));
    }
    MemoryBudget budget = MemoryBudget.divide(settings, known, Runtime.getRuntime().maxMemory());
    out.println();
    out.println("A heap of " + MemoryBudget.mebibytes(budget.heapBytes()) + " is divided:");
    for (MemoryBudget.Share share : budget.shares()) {
      out.printf(
          "%10s  %s (%s)%n", MemoryBudget.mebibytes(share.bytes()), share.purpose(), share.key());
    }
  }

  /** {@code zerofs config check}: everything that is wrong in a file. */
  @Command(
      name = "check",
      description = "Tells what is wrong in a configuration file, without opening anything.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      footer = {
        "",
        "It is checked as run would read it, with the variables of the environment over it.",
        "Exit status: 0 nothing is wrong; 2 something is, told on standard error line by line."
      })
  int check(@Parameters(paramLabel = "FILE", description = "The file.") Path file) {
    Providers providers = ConfigurationOptions.installation(Optional.of(file)).providers();
    KnownSettings known = Wiring.knownSettings(providers);
    Set<String> mistakes = new LinkedHashSet<>();
    Consumer<SettingException> listed = e -> mistakes.add("zerofs: " + e.getMessage());
    Settings settings = new Configuration(known).check(file, listed);
    Wiring.check(providers, settings, listed);
    if (mistakes.isEmpty()) {
      long heapBytes = Runtime.getRuntime().maxMemory();
      Mistakes.attempt(() -> MemoryBudget.divide(settings, known, heapBytes), listed);
    }
    mistakes.forEach(spec.commandLine().getErr()::println);
    if (!mistakes.isEmpty()) {
      return ExitStatus.MISCONFIGURED.code();
    }
    String store = Masks.text(ServerSettings.STORE_URL, settings);
    spec.commandLine().getOut().println(file + ": ok, the volume is at " + store);
    return ExitStatus.CLEAN.code();
  }

  /** {@code zerofs config reference}: the table of all keys for the documentation. */
  @Command(
      name = "reference",
      description = "Prints the table of all keys, as in docs/configuration.md.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void reference() {
    Reference.lines(Wiring.knownSettings(ProviderDiscovery.onClassPath()))
        .forEach(spec.commandLine().getOut()::println);
  }

  private static String line(Setting<?> setting, @Nullable Given given) {
    if (given == null) {
      String text = setting.defaultText();
      return setting.name() + " = " + (text == null ? "(not set)" : text + "  (default)");
    }
    return setting.name()
        + " = "
        + Masks.text(setting, given.text())
        + "  ("
        + given.origin()
        + ")";
  }
}
