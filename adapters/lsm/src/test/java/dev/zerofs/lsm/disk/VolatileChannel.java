package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file of a {@link VolatileDisk} that tells it what is written and forced. */
final class VolatileChannel extends FileChannel {

  private final VolatileDisk disk;
  private final VolatilePath path;
  private final FileChannel target;

  VolatileChannel(VolatileDisk disk, VolatilePath path, FileChannel target) {
    this.disk = disk;
    this.path = path;
    this.target = target;
  }

  private Path real() {
    return path.real();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return target.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return target.read(into, offset, length);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return target.read(into, position);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    disk.writes(real(), target.position(), source.remaining());
    return target.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    disk.writes(real(), position, source.remaining());
    return target.write(source, position);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    disk.force(real());
  }

  @Override
  public long position() throws IOException {
    return target.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    target.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return target.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    disk.requireWritable();
    target.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel into) throws IOException {
    return target.transferTo(position, count, into);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return target.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return target.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    target.close();
  }
}
