package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded number of channels over one connection, which is made anew when it has broken. Whoever
 * finds all channels busy waits. A channel on which a call was broken off is never used again: the
 * answer may still come. Safe for use by any number of threads.
 */
final class Channels implements AutoCloseable {

  /** What is done with a channel. */
  interface Work<T> {
    T with(Channel channel) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private final Connection connection;
  private final Semaphore free;
  private final Deque<Channel> idle = new ArrayDeque<>(); // guarded by itself

  Channels(Connection connection, int count) {
    this.connection = connection;
    this.free = new Semaphore(count);
  }

  /** Does something on a channel of its own. */
  <T> T use(Work<T> work) throws IOException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("waiting for a channel");
      interrupted.initCause(e);
      throw interrupted;
    }
    try {
      return useFree(work);
    } finally {
      free.release();
    }
  }

  private <T> T useFree(Work<T> work) throws IOException {
    Channel channel = take();
    boolean whole = false;
    try {
      T result = work.with(channel);
      whole = true;
      return result;
    } catch (ObjectStoreException e) {
      whole = true;
      throw e;
    } catch (IOException e) {
      whole = Answers.isAnswer(e);
      throw e;
    } finally {
      if (whole) {
        give(channel);
      } else {
        closeQuietly(channel);
      }
    }
  }

  private Channel take() throws IOException {
    synchronized (idle) {
      for (Channel channel = idle.poll(); channel != null; channel = idle.poll()) {
        if (channel.isOpen()) {
          return channel;
        }
      }
    }
    SftpClient client = SftpClientFactory.instance().createSftpClient(connection.session());
    return new Channel((AbstractSftpClient) client);
  }

  private void give(Channel channel) {
    synchronized (idle) {
      idle.push(channel);
    }
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a broken channel could not be closed", e);
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(Channels::closeQuietly);
      idle.clear();
    }
    connection.close();
  }
}
