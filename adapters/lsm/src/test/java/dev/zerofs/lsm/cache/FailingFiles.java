package dev.zerofs.lsm.cache;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The system's calls, which fail on command and are counted. */
final class FailingFiles implements CacheFiles {

  private final CacheFiles target = new SystemCacheFiles();
  private final AtomicLong appendedBytes = new AtomicLong();
  private final AtomicLong readCount = new AtomicLong();
  private volatile boolean writesFail;
  private volatile boolean readsFail;
  private volatile boolean renamesFail;
  private volatile boolean everythingFails;
  private final AtomicLong roomBytes = new AtomicLong(Long.MAX_VALUE);

  void failWrites(boolean fail) {
    writesFail = fail;
  }

  void failReads(boolean fail) {
    readsFail = fail;
  }

  void failEverything(boolean fail) {
    everythingFails = fail;
  }

  /** Lets the disk be full after so many bytes more; the write that does not fit is torn. */
  void roomBytes(long bytes) {
    roomBytes.set(bytes);
  }

  long appendedBytes() {
    return appendedBytes.get();
  }

  long readCount() {
    return readCount.get();
  }

  private void perhapsFail(boolean fail) throws IOException {
    if (fail || everythingFails) {
      throw new IOException("injected");
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    perhapsFail(writesFail);
    target.createDirectories(directory);
  }

  @Override
  public @Nullable AutoCloseable tryLock(Path file) throws IOException {
    perhapsFail(writesFail);
    return target.tryLock(file);
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    perhapsFail(readsFail);
    return target.names(directory);
  }

  @Override
  public long sizeBytes(Path file) throws IOException {
    perhapsFail(readsFail);
    return target.sizeBytes(file);
  }

  @Override
  public Bytes read(Path file, long offset, int length) throws IOException {
    perhapsFail(readsFail);
    readCount.incrementAndGet();
    return target.read(file, offset, length);
  }

  @Override
  public Appender create(Path file) throws IOException {
    perhapsFail(writesFail);
    Appender appender = target.create(file);
    return new Appender() {
      @Override
      public void append(List<Bytes> pieces) throws IOException {
        perhapsFail(writesFail);
        for (Bytes piece : pieces) {
          long fits = Math.min(piece.length(), roomBytes.get());
          appender.append(List.of(piece.slice(0, (int) fits)));
          appendedBytes.addAndGet(fits);
          roomBytes.addAndGet(-fits);
          if (fits < piece.length()) {
            throw new IOException("No space left on device");
          }
        }
      }

      @Override
      public void close() throws IOException {
        appender.close();
      }
    };
  }

  void failRenames(boolean fail) {
    renamesFail = fail;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    perhapsFail(writesFail || renamesFail);
    target.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    perhapsFail(writesFail);
    target.delete(file);
  }
}
