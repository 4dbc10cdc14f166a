package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/** FSINFO: sizes and abilities that do not change (RFC 1813 §3.3.19). */
record FsInfo(Bytes object) implements NfsCall<Attributes> {

  private static final int MULTIPLE_BYTES = 4096;
  private static final int DIRECTORY_PREFERRED_BYTES = 64 << 10;
  private static final int TIME_DELTA_NANOS = 1;

  private static final int LINK = 0x01;
  private static final int SYMLINK = 0x02;
  private static final int HOMOGENEOUS = 0x08;
  private static final int CANSETTIME = 0x10;

  static FsInfo decode(XdrReader in) {
    return new FsInfo(NfsVolume.readHandle(in));
  }

  @Override
  public Result<Attributes> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().attributes(volume.fileOf(object));
  }

  @Override
  public void encode(Attributes value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, value);
    for (int direction = 0; direction < 2; direction++) { // reading, then writing
      out.writeInt(NfsVolume.TRANSFER_MAX_BYTES);
      out.writeInt(NfsVolume.TRANSFER_MAX_BYTES);
      out.writeInt(MULTIPLE_BYTES);
    }
    out.writeInt(DIRECTORY_PREFERRED_BYTES);
    out.writeLong(volume.fileSystem().limits().fileSizeBytes());
    out.writeInt(0);
    out.writeInt(TIME_DELTA_NANOS);
    out.writeInt(LINK | SYMLINK | HOMOGENEOUS | CANSETTIME);
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
