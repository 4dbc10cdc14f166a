package dev.zerofs.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;

/** A program as the SFTP subsystem of a test's server: as OpenSSH runs its {@code sftp-server}. */
final class ProcessSubsystem implements SubsystemFactory {

  private final Path program;
  private final Queue<Process> processes = new ConcurrentLinkedQueue<>();

  ProcessSubsystem(Path program) {
    this.program = program;
  }

  /** Makes what runs fall silent, as on a machine that hangs; connections stay. */
  void stall() throws IOException, InterruptedException {
    for (Process each : processes) {
      new ProcessBuilder("kill", "-STOP", String.valueOf(each.pid())).start().waitFor();
    }
  }

  @Override
  public String getName() {
    return "sftp";
  }

  @Override
  public Command createSubsystem(ChannelSession channel) {
    return new Running();
  }

  private final class Running implements Command {
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable ExitCallback callback;
    private @Nullable Process process;

    @Override
    public void setInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
      this.callback = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
      Process started =
          new ProcessBuilder(program.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process = started;
      processes.add(started);
      Thread.ofVirtual().start(() -> copy(in, started.getOutputStream()));
      Thread.ofVirtual()
          .start(
              () -> {
                copy(started.getInputStream(), out);
                Objects.requireNonNull(callback).onExit(0);
              });
    }

    private static void copy(@Nullable InputStream from, @Nullable OutputStream to) {
      byte[] buffer = new byte[1 << 16];
      try (InputStream source = Objects.requireNonNull(from);
          OutputStream target = Objects.requireNonNull(to)) {
        for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
          target.write(buffer, 0, n);
          target.flush();
        }
      } catch (IOException _) {
        // The other side has gone.
        return;
      }
    }

    @Override
    public void destroy(ChannelSession channel) {
      Process running = process;
      if (running != null) {
        running.destroyForcibly();
      }
    }
  }
}
