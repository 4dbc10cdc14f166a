package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** RENAME: moves a name; a failure carries the attributes of both directories, too (§3.3.14). */
record Rename(Bytes sourceDirectory, Bytes sourceName, Bytes targetDirectory, Bytes targetName)
    implements ChangingCall<Renamed> {

  static Rename decode(XdrReader in) {
    return new Rename(
        NfsVolume.readHandle(in),
        NfsVolume.readString(in),
        NfsVolume.readHandle(in),
        NfsVolume.readString(in));
  }

  @Override
  public Result<Renamed> perform(NfsVolume volume, Caller caller) {
    return volume
        .fileSystem()
        .rename(
            caller,
            volume.fileOf(sourceDirectory),
            sourceName,
            volume.fileOf(targetDirectory),
            targetName);
  }

  @Override
  public void encode(Renamed value, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, value.source());
    volume.objects().wcc(out, value.target());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, refusal.wcc(0));
    volume.objects().wcc(out, refusal.wcc(1));
  }
}
