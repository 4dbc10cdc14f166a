package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import java.util.concurrent.CompletionStage;

/** Procedure 0 of every program: does nothing, for anybody (RFC 5531 §12.1). */
public final class NullProcedure implements RpcProcedure {

  @Override
  public boolean takesAnyFlavour() {
    return true;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return 0;
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    return AT_ONCE;
  }
}
