package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;

/** One procedure of a program. Safe for use by any number of threads. */
public interface RpcProcedure {

  /** Whether it takes calls whatever their credential's flavour: only NULL procedures do. */
  default boolean takesAnyFlavour() {
    return false;
  }

  /** Whether a retransmitted call must get the first one's reply instead of a second execution. */
  default boolean replays() {
    return false;
  }

  /**
   * Whether that is so even if the server was started anew in between, so that a call must have an
   * identity; only of those that {@link #replays replay}.
   */
  default boolean outlivesServer() {
    return false;
  }

  /**
   * How many bytes of results the call with these arguments may have at most. A guess is enough if
   * the arguments are malformed: then there will be no results.
   */
  int resultBytesMax(XdrReader arguments);

  /**
   * Carries a call out; may block.
   *
   * @param results where the results are written
   * @throws dev.zerofs.nfs3.xdr.MalformedXdrException if the arguments are no such procedure's;
   *     nothing was done then
   * @throws dev.zerofs.ports.keyvalue.KeyValueException if the server must fall silent
   */
  void call(RpcCaller caller, XdrReader arguments, XdrWriter results);
}
