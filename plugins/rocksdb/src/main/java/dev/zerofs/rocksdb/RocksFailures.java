package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What failures of RocksDB mean to whoever called. */
final class RocksFailures {

  private RocksFailures() {}

  /** The failure of a call on the database at {@code place}. */
  static KeyValueException of(RocksDBException failure, String place) {
    String message = place + ": " + failure.getMessage();
    Status.Code code = code(failure);
    if (isFull(failure)) {
      return new KeyValueException.OutOfSpace(message, failure);
    }
    return switch (code) {
      case Corruption -> new KeyValueException.Corrupt(message, failure);
      case ShutdownInProgress -> new KeyValueException.Closed(message, failure);
      default -> new KeyValueException.Unavailable(message, failure);
    };
  }

  /** Whether the disk was full. */
  static boolean isFull(RocksDBException failure) {
    Status status = failure.getStatus();
    return status != null && status.getSubCode() == Status.SubCode.NoSpace
        || String.valueOf(failure.getMessage()).contains("No space left on device");
  }

  /** Whether another process, or this one, has the database open for writing. */
  static boolean isLocked(RocksDBException failure) {
    String message = String.valueOf(failure.getMessage());
    return code(failure) == Status.Code.IOError && message.contains("lock");
  }

  private static Status.Code code(RocksDBException failure) {
    @Nullable Status status = failure.getStatus();
    return status == null ? Status.Code.Undefined : status.getCode();
  }
}
