package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Inspection;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.listing.KeyListing;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerofs debug}: what is in a volume. */
@Command(
    name = "debug",
    description = "Tells what is in a volume; reads only, also beside a running server.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class DebugCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code zerofs debug keys}: every key with its value. */
  @Command(
      name = "keys",
      description = "Prints every key of the volume as it is at this moment; no file data.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void keys(
      @Mixin ConfigurationOptions options,
      @Option(
              names = "--prefix",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Only lines that begin with this, like inode: or chunk:1/.")
          String prefix) {
    look(
        options,
        (volume, out) -> {
          KeyValueReader keys = volume.keys();
          try (Snapshot now = keys.snapshot()) {
            new KeyListing(now, keys.cloneId(), prefix, out).run();
          }
        });
  }

  /** {@code zerofs debug manifest}: the newest manifest, or another one. */
  @Command(
      name = "manifest",
      description = "Prints the newest manifest: logs, tables, checkpoints.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void manifest(
      @Mixin ConfigurationOptions options,
      @Option(
              names = "--number",
              paramLabel = "N",
              description = "Another manifest than the newest; the last 8 are kept.")
          @Nullable Long number) {
    look(
        options,
        (volume, out) ->
            volume
                .objects()
                .manifest(
                    number == null ? OptionalLong.empty() : OptionalLong.of(number),
                    Description::key,
                    out));
  }

  /** {@code zerofs debug segments}: every log segment. */
  @Command(
      name = "segments",
      description = "Prints every log segment and pack, and how much of each is still used.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void segments(@Mixin ConfigurationOptions options) {
    look(options, (volume, out) -> volume.objects().segments(out));
  }

  /** {@code zerofs debug sst}: what a sorted table has. */
  @Command(
      name = "sst",
      description = "Prints what a sorted table has: parts, references, and its entries if asked.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  void table(
      @Mixin ConfigurationOptions options,
      @Option(names = "--entries", description = "Every entry, too.") boolean entries,
      @Parameters(
              paramLabel = "FILE",
              description = "A local file, or a table of the volume, like sst/1/5.")
          String file) {
    if (Files.isRegularFile(Path.of(file))) {
      Providers providers = options.installation().providers();
      Settings settings = options.load(Wiring.knownSettings(providers));
      List<BlockCodec> codecs =
          providers.codecs().stream().map(provider -> provider.create(settings)).toList();
      printing(out -> VolumeInspector.table(Path.of(file), codecs, entries, Description::key, out));
    } else {
      look(options, (volume, out) -> volume.objects().table(file, entries, Description::key, out));
    }
  }

  private void look(ConfigurationOptions options, BiConsumer<Inspection, Lines> look) {
    Providers providers = options.installation().providers();
    KnownSettings known = Wiring.knownSettings(providers);
    Settings settings = options.load(known);
    try (Inspection volume = new Inspection(providers, settings)) {
      printing(out -> look.accept(volume, out));
    }
  }

  private void printing(Consumer<Lines> work) {
    Lines out = new Lines(spec.commandLine().getOut());
    try {
      work.accept(out);
      out.flush();
    } catch (Lines.NobodyReads _) {
      // As with head: who reads has had enough.
      return;
    }
  }
}
