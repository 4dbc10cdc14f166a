package dev.zerofs.bootstrap.crash;

import dev.zerofs.nfs3.client.RpcChannel;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcResponse;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one lane, at most one under way. As on a hard mount, a call outlives its connection:
 * it is sent again, the same to the last byte, over the next one. Safe for use by any number of
 * threads.
 */
final class Retransmitter implements RpcChannel {

  /** The call was given up, because the volume went back to before what it was about. */
  static final class Dropped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Call(Bytes message, CompletableFuture<RpcResponse> answer) {}

  private static final AtomicInteger XIDS = new AtomicInteger(1);

  private @Nullable RpcClient connection; // guarded by this
  private @Nullable Call underWay; // guarded by this

  @Override
  public synchronized CompletableFuture<RpcResponse> submit(
      int program, int version, int procedure, RpcUser user, Consumer<XdrWriter> arguments) {
    int xid = XIDS.getAndIncrement();
    Call call =
        new Call(
            RpcClient.message(xid, program, version, procedure, user, arguments),
            new CompletableFuture<>());
    underWay = call;
    send(call);
    return call.answer;
  }

  private void send(Call call) {
    RpcClient current = connection;
    if (current != null) {
      var _ =
          current
              .submit(call.message)
              .whenComplete(
                  (response, _) -> {
                    if (response != null) {
                      call.answer.complete(response);
                    }
                  });
    }
  }

  /** Whether a call waits for its answer. */
  synchronized boolean isWaiting() {
    return underWay != null && !underWay.answer.isDone();
  }

  /** The connection is no more. */
  synchronized void disconnect() {
    connection = null;
  }

  /** Goes on over {@code next}, beginning with what has no answer yet. */
  synchronized void reconnect(RpcClient next) {
    connection = next;
    Call call = underWay;
    if (call != null && !call.answer.isDone()) {
      send(call);
    }
  }

  /** Fails the call that waits, if one does, with {@link Dropped}. */
  synchronized void drop() {
    Call call = underWay;
    if (call != null) {
      call.answer.completeExceptionally(new Dropped());
    }
  }
}
