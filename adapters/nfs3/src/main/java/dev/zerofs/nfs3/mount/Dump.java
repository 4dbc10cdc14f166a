package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.concurrent.CompletionStage;

/** DUMP: who has mounted what (RFC 1813 §5.2.2). */
final class Dump implements RpcProcedure {

  private final MountTable table;

  Dump(MountTable table) {
    this.table = table;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return table.mounts().size() * (Mnt.PATH_MAX_BYTES + 64);
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    for (MountTable.Mount mount : table.mounts()) {
      results.writeBoolean(true);
      results.writeOpaque(Bytes.utf8(mount.client().getHostAddress()));
      results.writeOpaque(mount.path());
    }
    results.writeBoolean(false);
    return AT_ONCE;
  }
}
