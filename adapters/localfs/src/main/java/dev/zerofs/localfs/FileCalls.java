package dev.zerofs.localfs;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that the store is made of: a seam, so that a test can count them, fail them and
 * cut the power between any two. None follows a symbolic link in the last part of a path; that
 * there is none before it is for the caller to see to.
 */
interface FileCalls {

  /** What there is under a name. */
  enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link or something else that this store did not make. */
    OTHER
  }

  /** What lstat(2) says. */
  record Attributes(Kind kind, long sizeBytes, long modifiedEpochNanos) {}

  /** The attributes of {@code path}, or null if there is no such thing. */
  @Nullable Attributes attributes(Path path) throws IOException;

  /**
   * The names in {@code directory}, in any order.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  List<String> names(Path directory) throws IOException;

  /**
   * The bytes of {@code file} from {@code offset} to its end, at most {@code lengthMax}.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws java.io.EOFException if the file became shorter meanwhile
   */
  Bytes read(Path file, long offset, int lengthMax) throws IOException;

  /** Creates {@code file} with this body, durable (though perhaps not its name) on return. */
  void createSynced(Path file, Bytes body) throws IOException;

  /**
   * Gives {@code existing} another name.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something under that name
   * @throws java.nio.file.NoSuchFileException if the file or the name's directory is not there
   */
  void link(Path name, Path existing) throws IOException;

  /** Renames a file atomically, replacing the file that has the name. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Removes a file.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  void delete(Path file) throws IOException;

  /**
   * Creates a directory.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something under that name
   */
  void createDirectory(Path directory) throws IOException;

  /**
   * Removes a directory.
   *
   * @return whether it is gone; false if there is something in it
   */
  boolean deleteEmptyDirectory(Path directory) throws IOException;

  /** Makes the names in {@code directory} durable. */
  void syncDirectory(Path directory) throws IOException;

  /** How many bytes there is room for. */
  long usableBytes(Path directory) throws IOException;

  /** How many bytes the whole disk has. */
  long totalBytes(Path directory) throws IOException;
}
