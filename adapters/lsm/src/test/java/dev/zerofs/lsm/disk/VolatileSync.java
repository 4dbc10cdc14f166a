package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.Future;

/** A channel that tells a {@link VolatileDisk} that its file is forced; nothing else is done. */
final class VolatileSync extends AsynchronousFileChannel {

  private final VolatileDisk disk;
  private final Path file;
  private final AsynchronousFileChannel target;

  VolatileSync(VolatileDisk disk, Path file, AsynchronousFileChannel target) {
    this.disk = disk;
    this.file = file;
    this.target = target;
  }

  private static UnsupportedOperationException notSimulated() {
    return new UnsupportedOperationException("not simulated");
  }

  @Override
  public void force(boolean metaData) throws IOException {
    disk.force(file);
  }

  @Override
  public long size() throws IOException {
    return target.size();
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) {
    throw notSimulated();
  }

  @Override
  public <A> void lock(
      long position,
      long size,
      boolean shared,
      A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    throw notSimulated();
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    throw notSimulated();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw notSimulated();
  }

  @Override
  public <A> void read(
      ByteBuffer into, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
    throw notSimulated();
  }

  @Override
  public Future<Integer> read(ByteBuffer into, long position) {
    throw notSimulated();
  }

  @Override
  public <A> void write(
      ByteBuffer source,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    throw notSimulated();
  }

  @Override
  public Future<Integer> write(ByteBuffer source, long position) {
    throw notSimulated();
  }
}
