package dev.zerofs.lsm.journal;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes what was written to one file durable (fdatasync), whoever wrote it.
 *
 * <p>{@link java.nio.channels.FileChannel#force} has the scheduler of virtual threads wake another
 * carrier for as long as it blocks, which with nothing to do sleeps again: for a create through
 * NFS, three of these, half of all futex calls and a third of all switches of threads. This holds
 * its carrier instead, one at a time for the whole journal, since a group has one leader; the other
 * carriers go on, of which there is one even on a single processor (bootstrap's {@code Main}).
 *
 * <p>Safe for use by any number of threads.
 */
final class DataSync implements AutoCloseable {

  private final AsynchronousFileChannel channel;

  /** For the file at {@code path}, which exists. */
  DataSync(Path path) throws IOException {
    this.channel = AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
  }

  /** Returns when everything that was written is on the disk. */
  void run() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
