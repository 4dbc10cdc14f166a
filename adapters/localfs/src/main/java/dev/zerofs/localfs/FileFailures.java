package dev.zerofs.localfs;

import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The one place where a failed system call becomes a failure of the store. */
final class FileFailures {

  /** What ENOSPC, EDQUOT and EROFS are called where messages are not translated. */
  private static final List<String> FULL = List.of("no space left", "quota exceeded");

  private static final String READ_ONLY = "read-only file system";

  private final Path root;
  private final FileCalls files;

  FileFailures(Path root, FileCalls files) {
    this.root = root;
    this.files = files;
  }

  /** A read that failed. */
  ObjectStoreException read(String what, IOException cause) {
    String message = describe(what, cause);
    return cause instanceof AccessDeniedException
        ? new ObjectStoreException.Fatal(message, cause)
        : new ObjectStoreException.Transient(message, cause);
  }

  /**
   * A write that failed before anything of it could be seen.
   *
   * @param lengthBytes of the body, or 0
   */
  ObjectStoreException write(String what, long lengthBytes, IOException cause) {
    String message = describe(what, cause);
    if (cause instanceof ClosedByInterruptException) {
      return new ObjectStoreException.OutcomeUnknown(message, cause);
    }
    if (cause instanceof AccessDeniedException || saysAny(cause, List.of(READ_ONLY))) {
      return new ObjectStoreException.Fatal(message, cause);
    }
    return saysAny(cause, FULL) || hasNoRoomFor(lengthBytes)
        ? new ObjectStoreException.OutOfSpace(message, cause)
        : new ObjectStoreException.Transient(message, cause);
  }

  /** A write that failed after it could be seen, but before it was durable. */
  ObjectStoreException unsynced(String what, IOException cause) {
    return new ObjectStoreException.OutcomeUnknown(describe(what, cause), cause);
  }

  /** Something that no later attempt will find otherwise. */
  static ObjectStoreException refused(String message) {
    return new ObjectStoreException.Fatal(message, null);
  }

  private String describe(String what, IOException cause) {
    return root + ": " + what + ": " + cause;
  }

  private static boolean saysAny(IOException cause, List<String> texts) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return texts.stream().anyMatch(message::contains);
  }

  /** Messages follow the machine's language; what is left on the disk does not. */
  private boolean hasNoRoomFor(long lengthBytes) {
    try {
      return files.usableBytes(root) < lengthBytes;
    } catch (IOException _) {
      return false;
    }
  }
}
