package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One procedure of a program. Safe for use by any number of threads. */
public interface RpcProcedure {

  /** What {@link #call} returns if the reply waits for nothing. */
  CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

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
   * @return completes when they may be told, on a thread that must not be blocked, or with the
   *     exception that this would throw
   * @throws dev.zerofs.nfs3.xdr.MalformedXdrException if the arguments are no such procedure's;
   *     nothing was done then
   * @throws dev.zerofs.ports.keyvalue.KeyValueException if the server must fall silent
   */
  CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results);
}
