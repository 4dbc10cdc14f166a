package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** An asynchronous channel that tells a {@link VolatileDisk} what is written and forced. */
final class VolatileAsyncChannel extends AsynchronousFileChannel {

  private final VolatileDisk disk;
  private final Path file;
  private final AsynchronousFileChannel target;

  VolatileAsyncChannel(VolatileDisk disk, Path file, AsynchronousFileChannel target) {
    this.disk = disk;
    this.file = file;
    this.target = target;
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
  public AsynchronousFileChannel truncate(long size) throws IOException {
    disk.requireWritable();
    target.truncate(size);
    return this;
  }

  @Override
  public <A> void lock(
      long position,
      long size,
      boolean shared,
      A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    target.lock(position, size, shared, attachment, handler);
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    return target.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return target.tryLock(position, size, shared);
  }

  @Override
  public <A> void read(
      ByteBuffer into, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
    target.read(into, position, attachment, handler);
  }

  @Override
  public Future<Integer> read(ByteBuffer into, long position) {
    return target.read(into, position);
  }

  @Override
  public <A> void write(
      ByteBuffer source,
      long position,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    try {
      disk.writes(file, position, source.remaining());
    } catch (IOException e) {
      handler.failed(e, attachment);
      return;
    }
    target.write(source, position, attachment, handler);
  }

  @Override
  public Future<Integer> write(ByteBuffer source, long position) {
    try {
      disk.writes(file, position, source.remaining());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return target.write(source, position);
  }
}
