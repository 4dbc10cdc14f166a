package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Access;
import dev.zerofs.ports.filesystem.AccessRight;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Refused;
import java.util.EnumSet;
import java.util.Set;

/** ACCESS: which of some rights the caller has (RFC 1813 §3.3.4). */
record CheckAccess(Bytes object, Set<AccessRight> wanted) implements NfsCall<Access> {

  /** Rights that nobody has on a read-only export. */
  private static final Set<AccessRight> CHANGES =
      Set.of(AccessRight.MODIFY, AccessRight.EXTEND, AccessRight.DELETE);

  static CheckAccess decode(XdrReader in) {
    Bytes object = NfsVolume.readHandle(in);
    int bits = in.readInt();
    Set<AccessRight> wanted = EnumSet.noneOf(AccessRight.class);
    for (AccessRight right : AccessRight.values()) {
      if ((bits & bit(right)) != 0) {
        wanted.add(right);
      }
    }
    return new CheckAccess(object, wanted);
  }

  @Override
  public Result<Access> perform(NfsVolume volume, Caller caller) {
    Set<AccessRight> possible = EnumSet.noneOf(AccessRight.class);
    possible.addAll(wanted);
    if (volume.export().readOnly()) {
      possible.removeAll(CHANGES);
    }
    return volume.fileSystem().access(caller, volume.fileOf(object), possible);
  }

  @Override
  public void encode(Access value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, value.object());
    int bits = 0;
    for (AccessRight right : value.granted()) {
      bits |= bit(right);
    }
    out.writeInt(bits);
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }

  private static int bit(AccessRight right) {
    return switch (right) {
      case READ -> 0x01;
      case LOOKUP -> 0x02;
      case MODIFY -> 0x04;
      case EXTEND -> 0x08;
      case DELETE -> 0x10;
      case EXECUTE -> 0x20;
    };
  }
}
