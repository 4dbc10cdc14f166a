package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileType;
import org.jspecify.annotations.Nullable;

/** What an inode has according to its type. */
public sealed interface Body {
  /** The type of such an inode. */
  FileType type();

  /**
   * A regular file.
   *
   * @param createVerifier what an exclusive create left until the first change, or null
   */
  record RegularFile(@Nullable Long createVerifier) implements Body {
    /** A file that no exclusive create waits for. */
    public static final RegularFile PLAIN = new RegularFile(null);

    @Override
    public FileType type() {
      return FileType.REGULAR;
    }
  }

  /**
   * A directory.
   *
   * @param parent the directory that names it; the root's is itself
   * @param childCount how many names it has
   * @param nextCookie the cookie of the next new name
   */
  record Directory(long parent, long childCount, long nextCookie) implements Body {
    /** The cookie of a directory's first name, after those of {@code .} and {@code ..}. */
    public static final long FIRST_COOKIE = 3;

    /** A directory without names. */
    public static Directory empty(long parent) {
      return new Directory(parent, 0, FIRST_COOKIE);
    }

    /** With one name more, at {@link #nextCookie}. */
    public Directory withChild() {
      return new Directory(parent, childCount + 1, nextCookie + 1);
    }

    /** With one name less. */
    public Directory withoutChild() {
      return new Directory(parent, childCount - 1, nextCookie);
    }

    /** In another directory. */
    public Directory withParent(long newParent) {
      return new Directory(newParent, childCount, nextCookie);
    }

    @Override
    public FileType type() {
      return FileType.DIRECTORY;
    }
  }

  /**
   * A symbolic link.
   *
   * @param target its text
   */
  record Symlink(Bytes target) implements Body {
    @Override
    public FileType type() {
      return FileType.SYMLINK;
    }
  }

  /**
   * A block or character device.
   *
   * @param type which of the two
   * @param device its number
   */
  record DeviceNode(FileType type, Device device) implements Body {}

  /**
   * A FIFO or a socket.
   *
   * @param type which of the two
   */
  record Endpoint(FileType type) implements Body {}
}
