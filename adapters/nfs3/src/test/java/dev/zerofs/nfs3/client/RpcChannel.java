package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.xdr.XdrWriter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What carries calls to a server and answers back, over one connection or over several. */
@FunctionalInterface
public interface RpcChannel {

  /** Sends a call; its future completes with the answer. */
  CompletableFuture<RpcResponse> submit(
      int program, int version, int procedure, RpcUser user, Consumer<XdrWriter> arguments);
}
