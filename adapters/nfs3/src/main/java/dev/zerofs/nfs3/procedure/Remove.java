package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Wcc;

/** REMOVE: a name that is no directory's (RFC 1813 §3.3.12). */
record Remove(Bytes directory, Bytes name) implements ChangingCall<Wcc> {

  static Remove decode(XdrReader in) {
    return new Remove(NfsVolume.readHandle(in), NfsVolume.readString(in));
  }

  @Override
  public Result<Wcc> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().remove(caller, volume.fileOf(directory), name);
  }

  @Override
  public void encode(Wcc value, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, value);
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, refusal.wcc(0));
  }
}
