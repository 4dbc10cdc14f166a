package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.jspecify.annotations.Nullable;

/** The connection to the server: made at the first call, and again when it has broken. */
final class Connection implements AutoCloseable {

  private static final List<String> STANDARD_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Endpoint endpoint;
  private final Duration timeout;
  private final Optional<String> password;
  private final List<KeyPair> keys;
  private final SshClient client;
  private @Nullable ClientSession session; // guarded by this

  /**
   * A connection that is not yet made.
   *
   * @throws SettingException if a key or the file of known hosts cannot be read
   */
  Connection(Endpoint endpoint, Settings settings) {
    this.endpoint = endpoint;
    timeout = Duration.ofNanos(settings.value(SftpSettings.TIMEOUT_NANOS));
    password = settings.find(SftpSettings.PASSWORD);
    keys = keys(settings);
    client = client(settings);
    client.start();
  }

  private SshClient client(Settings settings) {
    SshClient made = SshClient.setUpDefaultClient();
    if (settings.value(SftpSettings.HOST_KEY_CHECK)) {
      made.setServerKeyVerifier(
          new KnownHostsServerKeyVerifier(
              RejectAllServerKeyVerifier.INSTANCE, knownHosts(settings)));
    } else {
      made.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    }
    // A server that has gone without a word is noticed by its silence.
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, timeout.dividedBy(2));
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, 1);
    // It also bounds the wait for an answer; heartbeats keep a connection from being idle.
    CoreModuleProperties.IDLE_TIMEOUT.set(made, timeout);
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(made, timeout);
    return made;
  }

  private static Path knownHosts(Settings settings) {
    Path file = settings.find(SftpSettings.KNOWN_HOSTS).orElseGet(() -> home("known_hosts"));
    if (!Files.isReadable(file)) {
      throw new SettingException(
          SftpSettings.KNOWN_HOSTS.name(),
          "configuration",
          "'"
              + file
              + "' cannot be read; expected the server's key in it, as ssh-keyscan prints it");
    }
    return file;
  }

  private static Path home(String name) {
    return Path.of(System.getProperty("user.home"), ".ssh", name);
  }

  private static List<KeyPair> keys(Settings settings) {
    Optional<Path> named = settings.find(SftpSettings.KEY);
    Optional<String> passphrase = settings.find(SftpSettings.KEY_PASSPHRASE);
    List<KeyPair> found = new ArrayList<>();
    if (named.isPresent()) {
      found.addAll(read(named.get(), passphrase));
    } else if (settings.find(SftpSettings.PASSWORD).isEmpty()) {
      STANDARD_KEYS.stream()
          .map(Connection::home)
          .filter(Files::isReadable)
          .forEach(file -> found.addAll(read(file, passphrase)));
    }
    return found;
  }

  private static List<KeyPair> read(Path file, Optional<String> passphrase) {
    FileKeyPairProvider provider = new FileKeyPairProvider(file);
    passphrase.ifPresent(text -> provider.setPasswordFinder(FilePasswordProvider.of(text)));
    List<KeyPair> found = new ArrayList<>();
    try {
      provider.loadKeys((SessionContext) null).forEach(found::add);
    } catch (RuntimeException e) {
      throw unreadable(file);
    }
    if (found.isEmpty()) {
      throw unreadable(file);
    }
    return found;
  }

  private static SettingException unreadable(Path file) {
    return new SettingException(
        SftpSettings.KEY.name(),
        "configuration",
        "'"
            + file
            + "' cannot be read as a private key; expected one in OpenSSH's or PEM format, and its"
            + " passphrase, if it has one, in sftp.key-passphrase");
  }

  /**
   * The connection, made if there is none that works.
   *
   * @throws ObjectStoreException.Fatal if the server is not the one that is known, or does not let
   *     the user in
   */
  synchronized ClientSession session() throws IOException {
    ClientSession current = session;
    if (current != null && current.isOpen()) {
      return current;
    }
    ClientSession made =
        client
            .connect(endpoint.user(), endpoint.host(), endpoint.port())
            .verify(timeout)
            .getSession();
    try {
      password.ifPresent(made::addPasswordIdentity);
      keys.forEach(made::addPublicKeyIdentity);
      made.auth().verify(timeout);
    } catch (SshException e) {
      made.close(true);
      throw refusal(e);
    } catch (IOException e) {
      made.close(true);
      throw e;
    }
    session = made;
    return made;
  }

  private IOException refusal(SshException failure) {
    String where = endpoint.location() + ": ";
    return switch (failure.getDisconnectCode()) {
      case SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE ->
          throw new ObjectStoreException.Fatal(
              where + "the server's key is not the one in the file of known hosts", failure);
      case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
          throw new ObjectStoreException.Fatal(
              where + "the server does not let this user in with this password or key", failure);
      default -> failure;
    };
  }

  @Override
  public synchronized void close() {
    client.stop();
    session = null;
  }
}
