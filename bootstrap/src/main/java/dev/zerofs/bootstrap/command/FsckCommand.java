package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.lifecycle.ExitStatus;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Inspection;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.ports.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zerofs fsck}: whether a volume is whole. */
@Command(
    name = "fsck",
    description = "Checks every object of a volume and the file system in it; changes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "One line per problem, with the object and what it means for which file; then a summary.",
      "A server may be running. Exit status: 0 whole; 4 damaged; 1 it could not be checked."
    })
final class FsckCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--deep", description = "Read all file data, too.")
  private boolean deep;

  @Override
  public Integer call() {
    Providers providers = options.installation().providers();
    KnownSettings known = Wiring.knownSettings(providers);
    Settings settings = options.load(known);
    Lines out = new Lines(spec.commandLine().getOut());
    FsckReport report = new FsckReport(out);
    try (Inspection volume = new Inspection(providers, settings)) {
      if (volume.hasKnownObjects()) {
        VolumeInspector objects = volume.objects();
        objects.requireVolume();
        report.check(objects, volume::keys, deep);
      } else {
        report.checkKeys(volume::keys, deep);
      }
    } catch (Lines.NobodyReads _) {
      // As with head: who reads has had enough. The status still says what was found so far.
    }
    return (report.isWhole() ? ExitStatus.CLEAN : ExitStatus.DAMAGED).code();
  }
}
