package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Found;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** LOOKUP: the object of a name (RFC 1813 §3.3.3). */
record Lookup(Bytes directory, Bytes name) implements NfsCall<Found> {

  static Lookup decode(XdrReader in) {
    return new Lookup(NfsVolume.readHandle(in), NfsVolume.readString(in));
  }

  @Override
  public Result<Found> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().lookup(caller, volume.fileOf(directory), name);
  }

  @Override
  public void encode(Found value, NfsVolume volume, XdrWriter out) {
    volume.objects().handle(out, value.object().id());
    volume.objects().postOpAttributes(out, value.object());
    volume.objects().postOpAttributes(out, value.directory());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
