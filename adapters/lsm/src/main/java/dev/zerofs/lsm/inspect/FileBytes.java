package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An object that lies in a local file. For one thread. */
final class FileBytes implements ObjectBytes, AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  FileBytes(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path);
  }

  long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public Bytes read(long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new KeyValueException.Corrupt(
              path + " ends before byte " + (offset + length), null);
        }
      }
      return Bytes.copyOf(buffer.flip());
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Bytes readAnew(long offset, int length) {
    return read(offset, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
