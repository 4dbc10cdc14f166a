package dev.zerofs.lsm.cache;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's own calls.
 *
 * <p>A file is opened for each read: that costs little beside the read, needs no bookkeeping of who
 * still reads what is being removed, and an interrupted thread closes only what is its own.
 */
public final class SystemCacheFiles implements CacheFiles {

  /** Heap buffers pass through a direct buffer of each thread, which grows to the largest part. */
  private static final int TRANSFER_BYTES_MAX = 256 << 10;

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public @Nullable AutoCloseable tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // This very process has it: the same answer.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public long sizeBytes(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public Bytes read(Path file, long offset, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer target = ByteBuffer.allocate(length);
      while (target.position() < length) {
        target.limit(Math.min(length, target.position() + TRANSFER_BYTES_MAX));
        if (channel.read(target, offset + target.position()) < 0) {
          break;
        }
      }
      return Bytes.wrap(target.array(), 0, target.position());
    }
  }

  @Override
  public Appender create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new ChannelAppender(channel);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  private record ChannelAppender(FileChannel channel) implements Appender {

    @Override
    public void append(List<Bytes> pieces) throws IOException {
      for (Bytes piece : pieces) {
        ByteBuffer rest = piece.asByteBuffer();
        while (rest.position() < piece.length()) {
          rest.limit(Math.min(piece.length(), rest.position() + TRANSFER_BYTES_MAX));
          var _ = channel.write(rest);
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
