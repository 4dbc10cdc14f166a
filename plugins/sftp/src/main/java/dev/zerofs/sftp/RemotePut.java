package dev.zerofs.sftp;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.common.SftpException;

/** One put: the body to a temporary name, then its own name. For one thread. */
final class RemotePut {

  /** How often it begins anew because others clean up under it. */
  private static final int ATTEMPTS_MAX = 20;

  private final RemoteDirectory directory;
  private final ObjectKey key;
  private final Bytes body;
  private final boolean onlyIfAbsent;
  private boolean mayBeSeen;

  RemotePut(RemoteDirectory directory, ObjectKey key, Bytes body, boolean onlyIfAbsent) {
    this.directory = directory;
    this.key = key;
    this.body = body;
    this.onlyIfAbsent = onlyIfAbsent;
  }

  ObjectKey key() {
    return key;
  }

  int lengthBytes() {
    return body.length();
  }

  /** Whether, if the put failed, others may see the body nevertheless, now or later. */
  boolean mayBeSeen() {
    return mayBeSeen;
  }

  /** Does it. */
  void run(Channel channel) throws IOException {
    for (int attempt = 1; !attempt(channel); attempt++) {
      if (attempt == ATTEMPTS_MAX) {
        throw new ObjectStoreException.Transient(
            directory.pathOf(key) + ": others keep removing its directory", null);
      }
      directory.requireThere(channel);
      directory.forget(key);
    }
    mayBeSeen = true;
    directory.syncParentOf(channel, key);
  }

  private boolean attempt(Channel channel) throws IOException {
    String temporary = directory.newTemporary();
    boolean renamed = false;
    try {
      boolean named = write(channel, temporary) && name(channel, temporary);
      renamed = named && !onlyIfAbsent;
      return named;
    } finally {
      if (!renamed) {
        directory.removeQuietly(channel, temporary);
      }
    }
  }

  /** Writes the body, or says that it has to be tried again. */
  private boolean write(Channel channel, String temporary) throws IOException {
    try {
      directory.ensureParentOf(channel, key);
      channel.createSynced(temporary, body);
      return true;
    } catch (SftpException e) {
      if (Answers.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Gives the body its name, or says that it has to be tried again. */
  private boolean name(Channel channel, String temporary) throws IOException {
    String path = directory.pathOf(key);
    mayBeSeen = true; // For as long as there is no answer.
    try {
      if (onlyIfAbsent) {
        channel.link(temporary, path);
      } else {
        channel.rename(temporary, path);
      }
      return true;
    } catch (SftpException e) {
      mayBeSeen = !Answers.isAnswer(e);
      if (mayBeSeen) {
        throw e;
      }
      if (Answers.isMissing(e)) {
        return false;
      }
      Attributes there = channel.attributes(path);
      if (there == null) {
        throw e;
      }
      explain(channel, path, there, e);
      return false;
    }
  }

  /** Says why the name could not be given, or removes an empty directory that has it. */
  private void explain(Channel channel, String path, Attributes there, SftpException failure)
      throws IOException {
    if (there.isDirectory()) {
      try {
        channel.removeDirectory(path);
        return;
      } catch (SftpException e) {
        throw new ObjectStoreException.Fatal(
            path + " is a directory of objects: it cannot be an object itself", e);
      }
    }
    if (onlyIfAbsent && there.isRegularFile()) {
      // Who is told that it exists may build on it, so it must not vanish in a power cut.
      directory.syncParentOf(channel, key);
      throw new ObjectStoreException.PreconditionFailed(key);
    }
    throw failure;
  }
}
