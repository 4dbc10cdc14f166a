package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.procedure.FsStat.Fullness;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Done;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Usage;

/** FSSTAT: how full the file system is (RFC 1813 §3.3.18). */
record FsStat(Bytes object) implements NfsCall<Fullness> {

  /**
   * What is told.
   *
   * @param object the attributes of the object that was named
   * @param usage how full the volume is
   */
  record Fullness(Attributes object, Usage usage) {}

  static FsStat decode(XdrReader in) {
    return new FsStat(NfsVolume.readHandle(in));
  }

  @Override
  public Result<Fullness> perform(NfsVolume volume, Caller caller) {
    return switch (volume.fileSystem().attributes(volume.fileOf(object))) {
      case Done<Attributes>(Attributes attributes, _) ->
          switch (volume.fileSystem().usage()) {
            case Done<Usage>(Usage usage, var position) ->
                new Done<>(new Fullness(attributes, usage), position);
            case Refused<Usage>(var status, var wcc, var position) ->
                new Refused<>(status, wcc, position);
          };
      case Refused<Attributes>(var status, var wcc, var position) ->
          new Refused<>(status, wcc, position);
    };
  }

  @Override
  public void encode(Fullness value, NfsVolume volume, XdrWriter out) {
    Usage usage = value.usage();
    volume.objects().postOpAttributes(out, value.object());
    out.writeLong(usage.totalBytes());
    out.writeLong(usage.freeBytes());
    out.writeLong(usage.freeBytes());
    out.writeLong(usage.totalInodes());
    out.writeLong(usage.freeInodes());
    out.writeLong(usage.freeInodes());
    out.writeInt(0); // invarsec: it may change at any moment
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
