package dev.zerofs.sftp;

import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.jspecify.annotations.Nullable;

/** An SSH server on loopback in this process, and the files that a client needs for it. */
final class TestServer implements AutoCloseable {

  static final String USER = "tester";
  static final String PASSWORD = "not-a-secret";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Path home;

  private TestServer(Path home) {
    this.home = home;
  }

  /**
   * Starts one.
   *
   * @param home a directory for its key and the client's files
   * @param sftp what answers SFTP
   * @param accepted the key that it lets in beside the password
   */
  static TestServer start(Path home, SubsystemFactory sftp, @Nullable PublicKey accepted)
      throws IOException {
    TestServer made = new TestServer(home);
    SimpleGeneratorHostKeyProvider keys =
        new SimpleGeneratorHostKeyProvider(home.resolve("host-key"));
    keys.setAlgorithm("EC");
    SshServer server = made.server;
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(keys);
    server.setPasswordAuthenticator(
        (user, password, _) -> user.equals(USER) && password.equals(PASSWORD));
    server.setPublickeyAuthenticator(
        (user, key, _) -> user.equals(USER) && accepted != null && accepted.equals(key));
    server.setFileSystemFactory(new VirtualFileSystemFactory(Path.of("/")));
    server.setSubsystemFactories(List.of(sftp));
    server.start();
    PublicKey host = keys.loadKeys(null).iterator().next().getPublic();
    Files.writeString(
        made.knownHosts(),
        "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host) + "\n");
    return made;
  }

  /** The file of known hosts that has this server. */
  Path knownHosts() {
    return home.resolve("known_hosts");
  }

  /** The URL of a directory. */
  URI url(Path directory) {
    return URI.create("sftp://" + USER + "@127.0.0.1:" + server.getPort() + directory);
  }

  /** Settings that get in, and these. */
  Settings settings(Map<String, String> more) {
    return TestSettings.of(
        Map.of("sftp.known-hosts", knownHosts().toString(), "sftp.password", PASSWORD), more);
  }

  /** Offers these of OpenSSH's extensions alone. */
  void offerExtensions(String extensions) {
    SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, extensions);
  }

  /** Breaks every connection off. */
  void breakConnections() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  /** A key pair for a client. */
  static KeyPair newKey(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = SecurityUtils.getKeyPairGenerator(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
