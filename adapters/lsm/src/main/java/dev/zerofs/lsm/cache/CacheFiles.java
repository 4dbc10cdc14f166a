package dev.zerofs.lsm.cache;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that the cache is made of: a seam, so that a test can count and fail them. Safe
 * for use by any number of threads.
 */
public interface CacheFiles {

  /** A file that is being written. For one thread. */
  interface Appender extends AutoCloseable {

    /** Writes all of {@code pieces} at the file's end. */
    void append(List<Bytes> pieces) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Makes {@code directory} and what is missing above it. */
  void createDirectories(Path directory) throws IOException;

  /**
   * Locks {@code file}, which is made if need be.
   *
   * @return what unlocks it, or null if another process has it locked
   */
  @Nullable AutoCloseable tryLock(Path file) throws IOException;

  /** The names in {@code directory}. */
  List<String> names(Path directory) throws IOException;

  /** How many bytes {@code file} has. */
  long sizeBytes(Path file) throws IOException;

  /**
   * The bytes of {@code file} from {@code offset} on, fewer than {@code length} if it ends before.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  Bytes read(Path file, long offset, int length) throws IOException;

  /** Makes {@code file}, empty, whatever was there. */
  Appender create(Path file) throws IOException;

  /** Renames a file within its file system, atomically. */
  void rename(Path from, Path to) throws IOException;

  /** Removes {@code file} if it is there. */
  void delete(Path file) throws IOException;
}
