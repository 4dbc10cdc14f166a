package dev.zerofs.nfs3.rpc;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call that was received and is to be executed: once, by any thread that may block. */
public interface RpcCall {

  /** The most bytes that the reply may have. */
  int replyBytesMax();

  /**
   * Executes the call.
   *
   * @return completes with the reply when that may leave, on whatever thread, which must not be
   *     blocked; null means that the server must fall silent towards this client
   */
  CompletionStage<@Nullable RpcReply> execute();
}
