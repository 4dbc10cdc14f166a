package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.keyvalue.CommitPosition;

/**
 * A call of one procedure; the components of the implementing record are its arguments.
 *
 * @param <T> what the file system returns for it
 */
interface NfsCall<T> {

  /**
   * Has it done.
   *
   * @throws NfsException if it is refused here already
   */
  Result<T> perform(NfsVolume volume, Caller caller);

  /** What has to be stable before the reply leaves: nothing, if the reply claims no stability. */
  default CommitPosition awaited(Result<T> result) {
    return CommitPosition.NONE;
  }

  /** Writes what follows the status OK. */
  void encode(T value, NfsVolume volume, XdrWriter out);

  /** Writes what follows any other status. */
  void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out);
}
