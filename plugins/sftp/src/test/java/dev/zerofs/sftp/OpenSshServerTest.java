package dev.zerofs.sftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.junit.jupiter.api.BeforeAll;

/** The contract against the sftp-server of OpenSSH, where it is installed. */
final class OpenSshServerTest extends SftpContract {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/openssh/sftp-server"),
          Path.of("/usr/libexec/openssh/sftp-server"),
          Path.of("/usr/libexec/sftp-server"),
          Path.of("/usr/lib/ssh/sftp-server"));

  static Optional<Path> program() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  @BeforeAll
  static void requireProgram() {
    assumeTrue(
        program().isPresent(),
        "OpenSSH's sftp-server is not installed (Debian: openssh-sftp-server); the other server of"
            + " these tests has no way to make a directory durable");
  }

  @Override
  protected SubsystemFactory subsystem() {
    return new ProcessSubsystem(program().orElseThrow());
  }
}
