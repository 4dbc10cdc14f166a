package dev.zerofs.nfs3.rpc;

import org.jspecify.annotations.Nullable;

/** A call that was received and is to be executed: once, by any thread that may block. */
public interface RpcCall {

  /** The most bytes that the reply may have. */
  int replyBytesMax();

  /** Executes the call; null means that the server must fall silent towards this client. */
  @Nullable RpcReply execute();
}
