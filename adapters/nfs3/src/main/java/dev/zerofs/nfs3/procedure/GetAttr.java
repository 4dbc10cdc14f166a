package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** GETATTR: the attributes of an object (RFC 1813 §3.3.1). */
record GetAttr(Bytes object) implements NfsCall<Attributes> {

  static GetAttr decode(XdrReader in) {
    return new GetAttr(NfsVolume.readHandle(in));
  }

  @Override
  public Result<Attributes> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().attributes(volume.fileOf(object));
  }

  @Override
  public void encode(Attributes value, NfsVolume volume, XdrWriter out) {
    volume.objects().attributes(out, value);
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {}
}
