package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.LinkTarget;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** READLINK: the target of a symbolic link (RFC 1813 §3.3.5). */
record ReadLink(Bytes link) implements NfsCall<LinkTarget> {

  static ReadLink decode(XdrReader in) {
    return new ReadLink(NfsVolume.readHandle(in));
  }

  @Override
  public Result<LinkTarget> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().readLink(volume.fileOf(link));
  }

  @Override
  public void encode(LinkTarget value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, value.link());
    out.writeOpaque(value.target());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
