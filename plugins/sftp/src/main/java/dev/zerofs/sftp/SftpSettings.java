package dev.zerofs.sftp;

import dev.zerofs.ports.settings.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What a person may choose. */
final class SftpSettings {

  static final Setting<String> PASSWORD =
      Setting.secret("sftp.password", "The user's password; without one, keys are used.");

  static final Setting<Path> KEY =
      path("sftp.key", "The private key; default: those in .ssh of this user that are there.");

  static final Setting<String> KEY_PASSPHRASE =
      Setting.secret("sftp.key-passphrase", "The passphrase of the private key.");

  static final Setting<Path> KNOWN_HOSTS =
      path(
          "sftp.known-hosts",
          "Which servers are trusted, as OpenSSH keeps them; default: .ssh/known_hosts.");

  static final Setting<Boolean> HOST_KEY_CHECK =
      Setting.flag(
          "sftp.host-key-check",
          true,
          "Whether the server's key has to be a known one; without, anybody on the way can take the"
              + " server's place.");

  static final Setting<Long> CHANNELS =
      Setting.number(
          "sftp.channels",
          8L,
          1,
          64,
          "How many calls may be under way at once; OpenSSH allows 10 to a connection.");

  static final Setting<Long> TIMEOUT_NANOS =
      Setting.durationNanos(
          "sftp.timeout",
          "30s",
          "How long the server may take to answer before it counts as gone.");

  static final List<Setting<?>> ALL =
      List.of(PASSWORD, KEY, KEY_PASSPHRASE, KNOWN_HOSTS, HOST_KEY_CHECK, CHANNELS, TIMEOUT_NANOS);

  private SftpSettings() {}

  private static Setting<Path> path(String name, String description) {
    return new Setting<>(
        name,
        "a file",
        text -> {
          try {
            return Path.of(text).toAbsolutePath().normalize();
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
          }
        },
        null,
        false,
        description);
  }
}
