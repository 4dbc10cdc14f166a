package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** LINK: a further name of a file (RFC 1813 §3.3.15). */
record Link(Bytes file, Bytes directory, Bytes name) implements ChangingCall<Linked> {

  static Link decode(XdrReader in) {
    return new Link(NfsVolume.readHandle(in), NfsVolume.readHandle(in), NfsVolume.readString(in));
  }

  @Override
  public Result<Linked> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().link(caller, volume.fileOf(file), volume.fileOf(directory), name);
  }

  @Override
  public void encode(Linked value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, value.object());
    volume.objects().wcc(out, value.directory());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
    volume.objects().wcc(out, refusal.wcc(1));
  }
}
