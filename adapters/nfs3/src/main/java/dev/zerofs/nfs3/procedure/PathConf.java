package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Limits;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** PATHCONF: limits and rules of names (RFC 1813 §3.3.20). */
record PathConf(Bytes object) implements NfsCall<Attributes> {

  static PathConf decode(XdrReader in) {
    return new PathConf(NfsVolume.readHandle(in));
  }

  @Override
  public Result<Attributes> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().attributes(volume.fileOf(object));
  }

  @Override
  public void encode(Attributes value, NfsVolume volume, XdrWriter out) {
    Limits limits = volume.fileSystem().limits();
    volume.objects().postOpAttributes(out, value);
    out.writeInt(limits.linkCount());
    out.writeInt(limits.nameLengthBytes());
    out.writeBoolean(true); // no_trunc
    out.writeBoolean(true); // chown_restricted
    out.writeBoolean(false); // case_insensitive
    out.writeBoolean(true); // case_preserving
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
