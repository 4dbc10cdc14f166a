package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Result.Refused;

/** The reply that CREATE, MKDIR, SYMLINK and MKNOD share (RFC 1813 §3.3.8 to §3.3.11). */
interface NamedObject extends ChangingCall<Created> {

  @Override
  default void encode(Created value, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpHandle(out, value.object().id());
    volume.objects().postOpAttributes(out, value.object());
    volume.objects().wcc(out, value.directory());
  }

  @Override
  default void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().wcc(out, refusal.wcc(0));
  }
}
