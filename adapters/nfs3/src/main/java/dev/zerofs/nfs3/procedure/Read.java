package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.ReadData;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;

/**
 * READ: data of a file (RFC 1813 §3.3.6). The data goes out from where the file system has it.
 *
 * @param file the file's handle
 * @param offset where to begin
 * @param count how many bytes, up to the transfer size
 */
record Read(Bytes file, long offset, int count) implements NfsCall<ReadData> {

  static Read decode(XdrReader in) {
    Bytes file = NfsVolume.readHandle(in);
    long offset = in.readLong();
    // Beyond 2^63 there is nothing, as there is nothing just below it.
    return new Read(file, offset < 0 ? Long.MAX_VALUE : offset, count(in));
  }

  static int resultBytesMax(XdrReader in) {
    return decode(in).count();
  }

  private static int count(XdrReader in) {
    return (int) Math.min(in.readUnsignedInt(), NfsVolume.TRANSFER_MAX_BYTES);
  }

  @Override
  public Result<ReadData> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().read(caller, volume.fileOf(file), offset, count);
  }

  @Override
  public void encode(ReadData value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, value.file());
    out.writeInt(value.lengthBytes());
    out.writeBoolean(value.endOfFile());
    out.writeBulk(value.data());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
