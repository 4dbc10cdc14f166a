package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.CommitPosition;

/**
 * COMMIT: what was written unstably is stable when the reply leaves (RFC 1813 §3.3.21).
 *
 * @param file the file's handle
 * @param offset where the range begins
 * @param lengthBytes its length, 0 for everything to the end
 */
record Commit(Bytes file, long offset, long lengthBytes) implements NfsCall<Wcc> {

  static Commit decode(XdrReader in) {
    Bytes file = NfsVolume.readHandle(in);
    long offset = in.readLong();
    return new Commit(file, offset < 0 ? Long.MAX_VALUE : offset, in.readUnsignedInt());
  }

  @Override
  public Result<Wcc> perform(NfsVolume volume, Caller caller) {
    return volume.fileSystem().commit(volume.fileOf(file), offset, lengthBytes);
  }

  @Override
  public CommitPosition awaited(Result<Wcc> result) {
    return result.position();
  }

  @Override
  public void encode(Wcc value, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, value);
    out.writeLong(volume.fileSystem().writeVerifier());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, refusal.wcc(0));
  }
}
