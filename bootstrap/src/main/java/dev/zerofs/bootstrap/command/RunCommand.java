package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.lifecycle.Running;
import dev.zerofs.bootstrap.lifecycle.ServerProcess;
import dev.zerofs.bootstrap.lifecycle.StopSignal;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.ports.settings.Settings;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zerofs run}. */
@Command(
    name = "run",
    description = "Serves a volume until it is told to stop (TERM, INT).",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Without a file and without variables it serves a volume in a directory of this user.",
      "Every key can also be set by an environment variable: nfs.listen by ZEROFS_NFS_LISTEN."
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Providers providers = options.installation().providers();
    KnownSettings known = Wiring.knownSettings(providers);
    Settings settings = options.load(known);
    Wiring wiring = new Wiring(providers, settings);
    return new ServerProcess(wiring, this::announce, new StopSignal()).runUntilSignal().code();
  }

  private void announce(Running running) {
    PrintWriter out = spec.commandLine().getOut();
    for (InetSocketAddress address : running.addresses()) {
      out.println("serving " + running.protocol() + " on " + Addresses.text(address));
    }
    out.flush();
    running.instructions().forEach(line -> LOG.info("{}", line));
  }
}
