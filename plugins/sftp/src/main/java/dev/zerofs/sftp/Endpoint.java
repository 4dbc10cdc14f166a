package dev.zerofs.sftp;

import dev.zerofs.ports.settings.SettingException;
import java.net.URI;

/**
 * What an {@code sftp://user@host:port/directory} URL names.
 *
 * @param user who logs in
 * @param host the server
 * @param port its port, 22 if none is given
 * @param directory an absolute path, or one relative to the home directory, written {@code /~/…}
 */
record Endpoint(String user, String host, int port, String directory) {

  private static final int PORT = 22;
  private static final String HOME = "/~/";

  /**
   * Reads a URL.
   *
   * @throws SettingException if it is not as expected; the message has no password
   */
  static Endpoint of(URI url) {
    String user = url.getUserInfo();
    String path = url.getPath();
    if (user != null && user.contains(":")) {
      throw wrong("has a password; expected it in sftp.password");
    }
    if (url.getHost() == null || user == null || user.isEmpty()) {
      throw wrong("does not name a user and a host; expected sftp://user@host/directory");
    }
    if (path == null || path.length() < 2 || url.getQuery() != null || url.getFragment() != null) {
      throw wrong("does not end with a directory; expected sftp://user@host/directory");
    }
    String directory = path.startsWith(HOME) ? path.substring(HOME.length()) : path;
    if (directory.isEmpty()) {
      throw wrong("does not name a directory in the home directory");
    }
    return new Endpoint(user, url.getHost(), url.getPort() < 0 ? PORT : url.getPort(), directory);
  }

  private static SettingException wrong(String problem) {
    return new SettingException("store.url", "an sftp:// URL", problem);
  }

  /** The URL for people. */
  String location() {
    String path = directory.startsWith("/") ? directory : HOME + directory;
    return "sftp://" + user + "@" + host + (port == PORT ? "" : ":" + port) + path;
  }
}
