package dev.zerofs.nfs3.procedure;

import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;

/**
 * A call that changes something: refused by a read-only export, and its reply, success or refusal,
 * waits until what it says is stable.
 *
 * @param <T> what the file system returns for it
 */
interface ChangingCall<T> extends NfsCall<T> {

  @Override
  default CommitPosition awaited(Result<T> result) {
    return result.position();
  }
}
