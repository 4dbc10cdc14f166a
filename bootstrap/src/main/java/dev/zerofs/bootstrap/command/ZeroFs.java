package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.lifecycle.ExitStatus;
import dev.zerofs.bootstrap.lifecycle.Failures;
import dev.zerofs.ports.settings.SettingException;
import java.io.PrintWriter;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line as a whole. */
@Command(
    name = "zerofs",
    description = "Serves an object store as a real POSIX file system over NFS.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      FsckCommand.class,
      DebugCommand.class,
      ConfigCommand.class,
      PluginsCommand.class,
      VersionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 stopped as asked; 1 failed; 2 wrong usage or configuration;",
      "3 another server has taken the volume over (do not restart on this one);",
      "4 fsck has found damage."
    })
public final class ZeroFs {

  private ZeroFs() {}

  /** Runs {@code arguments} and tells how the process should end. */
  public static ExitStatus execute(String... arguments) {
    CommandLine line = new CommandLine(new ZeroFs());
    line.setParameterExceptionHandler((e, _) -> wrongUsage(e).code());
    line.setExecutionExceptionHandler((e, command, _) -> failed(e, command).code());
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return ExitStatus.MISCONFIGURED;
    }
    int code = line.execute(arguments);
    return Arrays.stream(ExitStatus.values())
        .filter(status -> status.code() == code)
        .findFirst()
        .orElse(ExitStatus.FAILED);
  }

  private static ExitStatus wrongUsage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter out = command.getErr();
    out.println("zerofs: " + wrong.getMessage());
    out.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitStatus.MISCONFIGURED;
  }

  private static ExitStatus failed(Exception failure, CommandLine command) {
    LoggerFactory.getLogger(ZeroFs.class).debug("command failed", failure);
    Throwable cause = Failures.unwrap(failure);
    command.getErr().println("zerofs: " + Failures.describe(cause));
    return cause instanceof SettingException ? ExitStatus.MISCONFIGURED : ExitStatus.FAILED;
  }
}
