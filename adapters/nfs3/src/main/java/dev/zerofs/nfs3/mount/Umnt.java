package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import java.util.concurrent.CompletionStage;

/** UMNT: the client has unmounted a directory (RFC 1813 §5.2.3). The result is void. */
final class Umnt implements RpcProcedure {

  private final MountTable table;

  Umnt(MountTable table) {
    this.table = table;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return 0;
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    table.remove(
        new MountTable.Mount(caller.peer().getAddress(), arguments.readOpaque(Mnt.PATH_MAX_BYTES)));
    return AT_ONCE;
  }
}
