package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.Configuration;
import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.configuration.StarterFile;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerofs init}: a first configuration file. */
@Command(
    name = "init",
    description = "Writes a commented configuration file to begin with.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "It holds no secrets, but references like ${env:AWS_SECRET_ACCESS_KEY} to variables of the",
      "environment. A file that is there already is never overwritten."
    })
final class InitCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "Where the volume will be; without it, in a directory of this user.")
  private @Nullable String store;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "zerofs.yaml",
      description = "What to write, a .yaml, .yml or .properties file: ${DEFAULT-VALUE}.")
  private Path file = Path.of("zerofs.yaml");

  @Override
  public Integer call() {
    Providers providers = ConfigurationOptions.installation(Optional.empty()).providers();
    KnownSettings known = Wiring.knownSettings(providers);
    Given given =
        store == null
            ? new Configuration(known).embeddedVolume()
            : new Given(store.strip(), "--store");
    Settings settings = Settings.of(Map.of(ServerSettings.STORE_URL.name(), given));
    URI url = settings.value(ServerSettings.STORE_URL);
    ObjectStoreProvider provider = providers.objectStore(url, ServerSettings.STORE_URL, settings);
    List<String> lines = StarterFile.lines(file, url, provider, known);
    StarterFile.write(file, lines);
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + file);
    List<String> variables = StarterFile.variables(lines);
    if (!variables.isEmpty()) {
      out.println("it needs " + String.join(", ", variables) + " in the environment");
    }
    out.println("next: zerofs config check " + file + " && zerofs run --config " + file);
    return 0;
  }
}
