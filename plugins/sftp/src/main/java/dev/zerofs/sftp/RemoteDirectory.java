package dev.zerofs.sftp;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on the server: where keys are in it, the directories that they need, and whether the
 * server does what puts rely on. Safe for use by any number of threads.
 */
final class RemoteDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteDirectory.class);

  /** Where bodies are before they have their names. */
  private static final String TEMPORARY_DIRECTORY = "~tmp";

  /** Bounds the memory; forgetting costs a request. */
  private static final int KNOWN_MAX = 10_000;

  private final String root;
  private final boolean syncsDirectories;
  private final String temporaryPrefix;
  private final AtomicLong temporaryCount = new AtomicLong();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private RemoteDirectory(String root, String temporaryPrefix, boolean syncsDirectories) {
    this.root = root;
    this.temporaryPrefix = temporaryPrefix;
    this.syncsDirectories = syncsDirectories;
  }

  /**
   * Makes the directory if it is not there, tries what puts rely on, and removes what dead clients
   * left of unfinished ones.
   *
   * @throws ObjectStoreException.Fatal if the server cannot be relied on
   */
  static RemoteDirectory open(Channel channel, Endpoint endpoint) throws IOException {
    if (!channel.missing().isEmpty()) {
      throw new ObjectStoreException.Fatal(
          endpoint.location()
              + ": the server does not offer "
              + String.join(", ", channel.missing())
              + ", without which a put is not whole, exclusive and durable; use OpenSSH's"
              + " sftp-server, or another store",
          null);
    }
    String root = channel.absolute(endpoint.directory()).replaceFirst("/+$", "");
    String prefix = UUID.randomUUID() + "-";
    RemoteDirectory probing = new RemoteDirectory(root, prefix, false);
    probing.ensureAbsolute(channel, root + "/" + TEMPORARY_DIRECTORY);
    probing.clear(channel);
    probing.requireHonesty(channel, endpoint);
    return new RemoteDirectory(root, prefix, probing.canSyncDirectories(channel, endpoint));
  }

  /** Unfinished puts of clients that live begin anew when their file is gone. */
  private void clear(Channel channel) throws IOException {
    String temporaries = root + "/" + TEMPORARY_DIRECTORY;
    for (DirEntry entry : channel.entries(temporaries)) {
      if (entry.getAttributes().isRegularFile()) {
        removeQuietly(channel, temporaries + "/" + entry.getFilename());
      }
    }
  }

  private void requireHonesty(Channel channel, Endpoint endpoint) throws IOException {
    String first = newTemporary();
    String second = newTemporary();
    try {
      channel.createSynced(first, Bytes.utf8("probe"));
      channel.link(first, second);
      if (links(channel, first, second)) {
        throw new ObjectStoreException.Fatal(
            endpoint.location()
                + ": the server links over a name that is taken, so that put-if-absent would"
                + " replace; use OpenSSH's sftp-server, or another store",
            null);
      }
      channel.rename(newProbe(channel), second);
    } catch (SftpException e) {
      throw new ObjectStoreException.Fatal(
          endpoint.location()
              + ": the server's disk does not do what puts rely on (write, link, replace): "
              + e.getMessage(),
          e);
    } finally {
      removeQuietly(channel, first);
      removeQuietly(channel, second);
    }
  }

  private String newProbe(Channel channel) throws IOException {
    String probe = newTemporary();
    channel.createSynced(probe, Bytes.utf8("probe"));
    return probe;
  }

  private static boolean links(Channel channel, String existing, String name) throws IOException {
    try {
      channel.link(existing, name);
      return true;
    } catch (SftpException e) {
      if (Answers.isAnswer(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean canSyncDirectories(Channel channel, Endpoint endpoint) throws IOException {
    try {
      channel.syncDirectory(root);
      return true;
    } catch (SftpException e) {
      if (!Answers.isAnswer(e)) {
        throw e;
      }
      LOG.warn(
          "{}: the server cannot make a directory durable; after a power cut of the server objects"
              + " that were acknowledged may be missing, unless its file system orders names"
              + " itself",
          endpoint.location());
      return false;
    }
  }

  /** The directory itself. */
  String root() {
    return root;
  }

  String pathOf(ObjectKey key) {
    return root + "/" + key.value();
  }

  private static String parentOf(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** A name that nobody else uses. */
  String newTemporary() {
    return root
        + "/"
        + TEMPORARY_DIRECTORY
        + "/"
        + temporaryPrefix
        + temporaryCount.incrementAndGet();
  }

  /** When the disk below the directory is gone, its objects are out of reach, not deleted. */
  void requireThere(Channel channel) throws IOException {
    if (channel.attributes(root + "/" + TEMPORARY_DIRECTORY) == null) {
      throw new ObjectStoreException.Fatal(
          root + " is no longer there; was it unmounted or removed?", null);
    }
  }

  /** Makes the directory of a key where it is not there. */
  void ensureParentOf(Channel channel, ObjectKey key) throws IOException {
    ensure(channel, parentOf(pathOf(key)));
  }

  private void ensure(Channel channel, String directory) throws IOException {
    if (directory.equals(root) || known.contains(directory)) {
      return;
    }
    Attributes there = channel.attributes(directory);
    if (there == null) {
      ensure(channel, parentOf(directory));
      make(channel, directory);
    } else if (!there.isDirectory()) {
      throw new ObjectStoreException.Fatal(
          directory + " is an object: a directory cannot keep objects below it", null);
    }
    // Whoever made it may still be at it: its own name has to be durable, too.
    sync(channel, parentOf(directory));
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.add(directory);
  }

  private static void make(Channel channel, String directory) throws IOException {
    try {
      channel.makeDirectory(directory);
    } catch (SftpException e) {
      Attributes there = Answers.isAnswer(e) ? channel.attributes(directory) : null;
      if (there == null || !there.isDirectory()) {
        throw e;
      }
    }
  }

  private void ensureAbsolute(Channel channel, String directory) throws IOException {
    if (!directory.isEmpty() && channel.attributes(directory) == null) {
      ensureAbsolute(channel, parentOf(directory));
      make(channel, directory);
    }
  }

  /** Takes the directory of a key for known no longer. */
  void forget(ObjectKey key) {
    String directory = parentOf(pathOf(key));
    while (directory.length() > root.length()) {
      known.remove(directory);
      directory = parentOf(directory);
    }
  }

  void syncParentOf(Channel channel, ObjectKey key) throws IOException {
    sync(channel, parentOf(pathOf(key)));
  }

  private void sync(Channel channel, String directory) throws IOException {
    if (syncsDirectories) {
      channel.syncDirectory(directory);
    }
  }

  /** Removes the object of a key, if there is one. */
  void remove(Channel channel, ObjectKey key) throws IOException {
    String path = pathOf(key);
    try {
      channel.remove(path);
    } catch (SftpException e) {
      if (!Answers.isAnswer(e)) {
        throw e;
      }
      Attributes there = Answers.isMissing(e) ? null : channel.attributes(path);
      if (there == null || there.isDirectory()) {
        return;
      }
      throw e;
    }
    sync(channel, parentOf(path));
  }

  /** Removes a file that nobody sees. */
  void removeQuietly(Channel channel, String temporary) {
    try {
      channel.remove(temporary);
    } catch (IOException e) {
      LOG.debug("{} stays until the next start", temporary, e);
    }
  }
}
