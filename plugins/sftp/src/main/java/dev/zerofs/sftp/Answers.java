package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** What the server's answers, and their absence, mean to whoever called. */
final class Answers {

  private Answers() {}

  /** Whether the server has answered at all: then what was asked for has not been done. */
  static boolean isAnswer(IOException failure) {
    return failure instanceof SftpException answer
        && answer.getStatus() != SftpConstants.SSH_FX_NO_CONNECTION
        && answer.getStatus() != SftpConstants.SSH_FX_CONNECTION_LOST;
  }

  /** Whether nothing is at the path. */
  static boolean isMissing(SftpException answer) {
    return answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
        || answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH;
  }

  /** Whether it could be anything: version 3 of the protocol has one answer for most failures. */
  static boolean isUnclear(SftpException answer) {
    return answer.getStatus() == SftpConstants.SSH_FX_FAILURE
        || answer.getStatus() == SftpConstants.SSH_FX_NOT_A_DIRECTORY
        || answer.getStatus() == SftpConstants.SSH_FX_FILE_IS_A_DIRECTORY
        || answer.getStatus() == SftpConstants.SSH_FX_FILE_ALREADY_EXISTS;
  }

  private static boolean isRefusal(IOException failure) {
    return failure instanceof SftpException answer
        && (answer.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED
            || answer.getStatus() == SftpConstants.SSH_FX_WRITE_PROTECT
            || answer.getStatus() == SftpConstants.SSH_FX_OP_UNSUPPORTED);
  }

  /** Whether the server says that its disk is full; most say nothing of the kind. */
  static boolean isFull(IOException failure) {
    return failure instanceof SftpException answer
        && (answer.getStatus() == SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM
            || answer.getStatus() == SftpConstants.SSH_FX_QUOTA_EXCEEDED);
  }

  /** A read that failed. */
  static ObjectStoreException read(String what, IOException failure) {
    keepInterrupt(failure);
    String message = what + ": " + failure;
    return isRefusal(failure)
        ? new ObjectStoreException.Fatal(message, failure)
        : new ObjectStoreException.Transient(message, failure);
  }

  /** A write of which nothing can have been seen. */
  static ObjectStoreException write(String what, IOException failure) {
    String message = what + ": " + failure;
    if (keepInterrupt(failure)) {
      return new ObjectStoreException.OutcomeUnknown(message, failure);
    }
    if (isFull(failure)) {
      return new ObjectStoreException.OutOfSpace(message, failure);
    }
    return isRefusal(failure)
        ? new ObjectStoreException.Fatal(message, failure)
        : new ObjectStoreException.Transient(message, failure);
  }

  /** A write that the server may have done, or may not yet have made durable. */
  static ObjectStoreException unknown(String what, IOException failure) {
    keepInterrupt(failure);
    return new ObjectStoreException.OutcomeUnknown(what + ": " + failure, failure);
  }

  /** Restores the interrupt that ended a call. */
  private static boolean keepInterrupt(IOException failure) {
    if (failure instanceof InterruptedIOException
        || failure instanceof ClosedByInterruptException) {
      Thread.currentThread().interrupt();
    }
    return Thread.currentThread().isInterrupted();
  }
}
