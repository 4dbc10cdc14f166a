package dev.zerofs.sftp;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatExtensionInfo;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** One SFTP channel: the calls that the store is made of. For one thread at a time. */
final class Channel implements AutoCloseable {

  /** What every server takes in one request; many are under way at once. */
  private static final int REQUEST_BYTES = 32 << 10;

  private final AbstractSftpClient client;
  private final HardLink hardLink;

  Channel(AbstractSftpClient client) {
    this.client = client;
    this.hardLink = new HardLink(client);
  }

  boolean isOpen() {
    return client.isOpen();
  }

  /** The extensions that are needed and missing. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!client.getExtension(OpenSSHFsyncExtension.class).isSupported()) {
      missing.add("fsync@openssh.com");
    }
    if (!client.getExtension(OpenSSHPosixRenameExtension.class).isSupported()) {
      missing.add("posix-rename@openssh.com");
    }
    if (!hardLink.isSupported()) {
      missing.add(HardLink.NAME);
    }
    return missing;
  }

  /** The absolute form of {@code path}, which may be relative to the home directory. */
  String absolute(String path) throws IOException {
    return path.startsWith("/") ? path : client.canonicalPath(".") + "/" + path;
  }

  /** What is at {@code path}, not following a link there; null if nothing is. */
  @Nullable Attributes attributes(String path) throws IOException {
    try {
      return client.lstat(path);
    } catch (SftpException e) {
      if (Answers.isMissing(e) || (Answers.isUnclear(e) && isBelowAFile(path))) {
        return null;
      }
      throw e;
    }
  }

  /** Some servers have no answer of its own for a path that leads through a file. */
  private boolean isBelowAFile(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash < 1) {
      return false;
    }
    Attributes parent = attributes(path.substring(0, slash));
    return parent == null || !parent.isDirectory();
  }

  /** What is in a directory; nothing if there is none. */
  List<DirEntry> entries(String directory) throws IOException {
    List<DirEntry> entries = new ArrayList<>();
    try (CloseableHandle handle = client.openDir(directory)) {
      client.listDir(handle).forEach(entries::add);
    } catch (SftpException e) {
      if (!Answers.isMissing(e) && !Answers.isUnclear(e)) {
        throw e;
      }
      Attributes there = attributes(directory);
      if (there != null && there.isDirectory()) {
        throw e;
      }
    }
    return entries;
  }

  /**
   * At most {@code length} bytes of a file from {@code offset} on, fewer at its end.
   *
   * @throws NoSuchFileException if there is no such file
   */
  Bytes read(String path, long offset, int length) throws IOException {
    try (CloseableHandle handle = open(path, OpenMode.Read)) {
      Attributes file = client.stat(handle);
      if (!file.isRegularFile()) {
        throw new NoSuchFileException(path);
      }
      // Some servers tell the size of what has the name by now, and not of what is open: it only
      // says how much to ask for at once. Where the body ends the answers to the reads say.
      long end = Math.min(offset + length, file.getSize());
      try (SftpInputStreamAsync in =
          new SftpInputStreamAsync(client, REQUEST_BYTES, offset, end, path, handle, false)) {
        return Bytes.wrap(in.readNBytes(length));
      }
    }
  }

  private CloseableHandle open(String path, OpenMode... modes) throws IOException {
    try {
      return client.open(path, modes);
    } catch (SftpException e) {
      Attributes there = Answers.isMissing(e) ? null : attributes(path);
      if (there == null || there.isDirectory()) {
        throw new NoSuchFileException(path);
      }
      throw e;
    }
  }

  /** Makes a file that must not be there, and returns when it is durable. */
  void createSynced(String path, Bytes body) throws IOException {
    try (CloseableHandle handle =
        client.open(path, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive)) {
      // Closing waits for the answer to everything that was sent; the handle stays open.
      try (SftpOutputStreamAsync out =
          new SftpOutputStreamAsync(client, REQUEST_BYTES, path, handle, false)) {
        out.write(body.array(), body.arrayOffset(), body.length());
      }
      sync(handle);
    }
  }

  /** Makes the names in a directory durable: OpenSSH's server opens one like a file. */
  void syncDirectory(String directory) throws IOException {
    try (CloseableHandle handle = client.open(directory, OpenMode.Read)) {
      sync(handle);
    }
  }

  private void sync(CloseableHandle handle) throws IOException {
    client.getExtension(OpenSSHFsyncExtension.class).fsync(handle);
  }

  /** Gives a file a second name, which must not be taken. */
  void link(String existing, String name) throws IOException {
    hardLink.link(existing, name);
  }

  /** Gives a file another name in place of the file that has it. */
  void rename(String from, String to) throws IOException {
    client.getExtension(OpenSSHPosixRenameExtension.class).posixRename(from, to);
  }

  void makeDirectory(String path) throws IOException {
    client.mkdir(path);
  }

  void removeDirectory(String path) throws IOException {
    client.rmdir(path);
  }

  void remove(String path) throws IOException {
    client.remove(path);
  }

  /** How many bytes the disk has left for us, as far as the server tells; and all of it. */
  Room room(String path) throws IOException {
    OpenSSHStatPathExtension extension = client.getExtension(OpenSSHStatPathExtension.class);
    if (!extension.isSupported()) {
      return new Room(OptionalLong.empty(), 0);
    }
    OpenSSHStatExtensionInfo info = extension.stat(path);
    return new Room(
        OptionalLong.of(Math.multiplyExact(info.f_bavail, info.f_frsize)),
        Math.multiplyExact(info.f_blocks, info.f_frsize));
  }

  /**
   * The size of a disk.
   *
   * @param freeBytes what is left of it, or empty if the server does not tell
   * @param totalBytes all of it
   */
  record Room(OptionalLong freeBytes, long totalBytes) {}

  @Override
  public void close() throws IOException {
    client.close();
  }
}
