package dev.zerofs.sftp;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one directory of an SFTP server; see the package's description for how a body gets
 * its name. Safe for use by any number of threads.
 */
final class SftpObjectStore implements ObjectStore {

  private static final long RESERVE_BYTES_MAX = 256L << 20;
  private static final int RESERVE_SHARE = 16;

  private final Channels channels;
  private final RemoteDirectory directory;
  private final String location;

  /**
   * A store that is ready.
   *
   * @param channels to the server; closed with the store
   */
  SftpObjectStore(Channels channels, RemoteDirectory directory, String location) {
    this.channels = channels;
    this.directory = directory;
    this.location = location;
  }

  private <T> T reading(String what, Channels.Work<T> work) {
    try {
      requireNoInterrupt();
      return channels.use(work);
    } catch (IOException e) {
      throw Answers.read(location + ": " + what, e);
    }
  }

  private static void requireNoInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before it began");
    }
  }

  @Override
  public Bytes get(ObjectKey key) {
    return read(key, 0, Integer.MAX_VALUE);
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " of " + key);
    }
    return read(key, offset, length);
  }

  private Bytes read(ObjectKey key, long offset, int length) {
    return reading(
        "get " + key,
        channel -> {
          try {
            return channel.read(directory.pathOf(key), offset, length);
          } catch (NoSuchFileException _) {
            directory.requireThere(channel);
            throw new ObjectStoreException.NotFound(key);
          }
        });
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    ObjectSummary[] found = new ObjectSummary[1];
    var _ =
        reading(
            "head " + key,
            channel -> {
              Attributes file = channel.attributes(directory.pathOf(key));
              if (file != null && file.isRegularFile()) {
                found[0] = KeyWalk.summary(key, file);
              } else {
                directory.requireThere(channel);
              }
              return true;
            });
    return found[0];
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    return reading(
        "list " + prefix,
        channel -> {
          KeyWalk walk = new KeyWalk(channel, directory.root(), prefix, startAfter);
          List<ObjectSummary> page = new ArrayList<>();
          for (ObjectSummary next = walk.next(); next != null; next = walk.next()) {
            if (page.size() == limit) {
              return new ObjectPage(page, true);
            }
            page.add(next);
          }
          directory.requireThere(channel);
          return new ObjectPage(page, false);
        });
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    store(new RemotePut(directory, key, body, false));
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    store(new RemotePut(directory, key, body, true));
  }

  private void store(RemotePut put) {
    String what = location + ": put " + put.key();
    try {
      requireNoInterrupt();
      var _ =
          channels.use(
              channel -> {
                put.run(channel);
                return true;
              });
    } catch (IOException e) {
      throw put.mayBeSeen() ? Answers.unknown(what, e) : full(what, put, e);
    }
  }

  /** Most servers do not say that a disk is full: what is left of it does. */
  private ObjectStoreException full(String what, RemotePut put, IOException failure) {
    if (failure instanceof SftpException && !Answers.isFull(failure)) {
      try {
        OptionalLong free = channels.use(channel -> channel.room(directory.root()).freeBytes());
        if (free.isPresent() && free.getAsLong() < put.lengthBytes()) {
          return new ObjectStoreException.OutOfSpace(what + ": " + failure, failure);
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return Answers.write(what, failure);
  }

  @Override
  public void delete(ObjectKey key) {
    deleteAll(List.of(key));
  }

  /** One request each: SFTP has none for many. Directories stay. */
  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    try {
      requireNoInterrupt();
      var _ =
          channels.use(
              channel -> {
                for (ObjectKey key : keys) {
                  directory.remove(channel, key);
                }
                return true;
              });
    } catch (IOException e) {
      throw Answers.isAnswer(e)
          ? Answers.write(location + ": delete", e)
          : Answers.unknown(location + ": delete", e);
    }
  }

  @Override
  public OptionalLong roomBytes() {
    Channel.Room room = reading("look for room", channel -> channel.room(directory.root()));
    if (room.freeBytes().isEmpty()) {
      return OptionalLong.empty();
    }
    long reserve = Math.min(RESERVE_BYTES_MAX, room.totalBytes() / RESERVE_SHARE);
    return OptionalLong.of(Math.max(0, room.freeBytes().getAsLong() - reserve));
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public void close() {
    channels.close();
  }
}
