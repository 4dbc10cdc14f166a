package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.export.AddressRange;
import dev.zerofs.nfs3.export.Export;
import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.concurrent.CompletionStage;

/** EXPORT: the one export, and from where it may be mounted (RFC 1813 §5.2.5). */
final class ExportList implements RpcProcedure {

  private static final Bytes ROOT = Bytes.utf8("/");
  private static final int RANGE_BYTES_MAX = 64;

  private final Export export;

  ExportList(Export export) {
    this.export = export;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return RANGE_BYTES_MAX * (1 + export.allowed().size());
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    results.writeBoolean(true);
    results.writeOpaque(ROOT);
    for (AddressRange range : export.allowed()) {
      results.writeBoolean(true);
      results.writeOpaque(Bytes.utf8(range.toString()));
    }
    results.writeBoolean(false);
    results.writeBoolean(false);
    return AT_ONCE;
  }
}
