package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import java.util.concurrent.CompletionStage;

/** UMNTALL: the client has unmounted everything (RFC 1813 §5.2.4). The result is void. */
final class UmntAll implements RpcProcedure {

  private final MountTable table;

  UmntAll(MountTable table) {
    this.table = table;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return 0;
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    table.removeAll(caller.peer().getAddress());
    return AT_ONCE;
  }
}
