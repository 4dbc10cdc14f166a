package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.wire.SettableAttributes;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Wcc;
import org.jspecify.annotations.Nullable;

/** SETATTR: changes attributes, if the guard holds (RFC 1813 §3.3.2). */
record SetAttr(Bytes object, AttributeChange change, @Nullable Long guardChangedEpochNanos)
    implements ChangingCall<Wcc> {

  static SetAttr decode(XdrReader in) {
    Bytes object = NfsVolume.readHandle(in);
    AttributeChange change = SettableAttributes.decode(in);
    Long guard = in.readBoolean() ? (Long) SettableAttributes.epochNanos(in) : null;
    return new SetAttr(object, change, guard);
  }

  @Override
  public Result<Wcc> perform(NfsVolume volume, Caller caller) {
    checkSize(change);
    return volume
        .fileSystem()
        .setAttributes(
            caller,
            volume.fileOf(object),
            volume.export().squashed(change),
            guardChangedEpochNanos);
  }

  /** Sizes have 64 bits without a sign on the wire, and no file is that long. */
  static void checkSize(AttributeChange change) {
    Long sizeBytes = change.sizeBytes();
    if (sizeBytes != null && sizeBytes < 0) {
      throw new NfsException(NfsStatus.FBIG);
    }
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
