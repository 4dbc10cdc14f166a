package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreContract;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SFTP, against one kind of server. */
abstract class SftpContract extends ObjectStoreContract {

  @TempDir private Path home = Path.of("set by JUnit");

  private @Nullable TestServer server;

  /** What answers SFTP. */
  protected abstract SubsystemFactory subsystem();

  @Override
  protected ObjectStore connect() throws IOException {
    TestServer running = server;
    if (running == null) {
      running = TestServer.start(Files.createDirectory(home.resolve("ssh")), subsystem(), null);
      server = running;
    }
    return new SftpProvider()
        .open(running.url(home.resolve("objects")), running.settings(Map.of()), new ManualClock());
  }

  @AfterEach
  final void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
