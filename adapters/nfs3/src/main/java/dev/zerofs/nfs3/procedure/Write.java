package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.xdr.MalformedXdrException;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Written;
import dev.zerofs.ports.keyvalue.CommitPosition;

/**
 * WRITE: data for a file (RFC 1813 §3.3.7). What is asked to be stable is stable, data and
 * metadata, when the reply leaves; what is not is answered as UNSTABLE.
 *
 * @param file the file's handle
 * @param offset where to write; negative if it was 2^63 or more
 * @param stable whether the reply has to wait
 * @param data a window on the received record
 */
record Write(Bytes file, long offset, boolean stable, Bytes data) implements ChangingCall<Written> {

  private static final int UNSTABLE = 0;
  private static final int FILE_SYNC = 2;
  private static final int STABLE_HOW_COUNT = 3;

  static Write decode(XdrReader in) {
    Bytes file = NfsVolume.readHandle(in);
    long offset = in.readLong();
    long count = in.readUnsignedInt();
    boolean stable = in.readEnum(STABLE_HOW_COUNT) != UNSTABLE;
    Bytes data = in.readOpaque(in.remaining());
    if (data.length() != count) {
      throw new MalformedXdrException("count is not the data's length");
    }
    int length = Math.min(data.length(), NfsVolume.TRANSFER_MAX_BYTES);
    return new Write(file, offset, stable, data.slice(0, length));
  }

  @Override
  public Result<Written> perform(NfsVolume volume, Caller caller) {
    if (offset < 0) {
      throw new NfsException(NfsStatus.FBIG);
    }
    return volume.fileSystem().write(caller, volume.fileOf(file), offset, data);
  }

  @Override
  public CommitPosition awaited(Result<Written> result) {
    return switch (result) {
      case Result.Done<Written> done when !stable -> CommitPosition.NONE;
      case Result.Done<Written> done -> done.position();
      case Refused<Written> refused -> refused.position();
    };
  }

  @Override
  public void encode(Written value, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, value.file());
    out.writeInt(value.lengthBytes());
    out.writeInt(stable ? FILE_SYNC : UNSTABLE);
    out.writeLong(volume.fileSystem().writeVerifier());
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, refusal.wcc(0));
  }
}
