package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.lifecycle.ExitStatus;
import dev.zerofs.bootstrap.lifecycle.Failures;
import dev.zerofs.ports.settings.SettingException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 stopped as asked; 1 failed; 2 wrong usage or configuration;",
      "3 another server has taken the volume over (do not restart on this one);",
      "4 fsck has found damage."
    })
public final class ZeroFs {

  private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put("run", RunCommand.class);
    SUBCOMMANDS.put("init", InitCommand.class);
    SUBCOMMANDS.put("fsck", FsckCommand.class);
    SUBCOMMANDS.put("debug", DebugCommand.class);
    SUBCOMMANDS.put("config", ConfigCommand.class);
    SUBCOMMANDS.put("plugins", PluginsCommand.class);
    SUBCOMMANDS.put("version", VersionCommand.class);
  }

  private ZeroFs() {}

  /** Runs {@code arguments} and tells how the process should end. */
  public static ExitStatus execute(String... arguments) {
    CommandLine line = commandLine(arguments);
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

  /** With the subcommand that is asked for: reflecting on all of them takes a part of the start. */
  private static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new ZeroFs());
    boolean isAsked = arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0]);
    SUBCOMMANDS.forEach(
        (name, command) -> {
          if (!isAsked || arguments[0].equals(name)) {
            line.addSubcommand(name, command);
          }
        });
    return line;
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
