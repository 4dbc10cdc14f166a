package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;

/**
 * A credential to send.
 *
 * @param flavour its kind
 * @param body its undecoded body
 */
public record RpcUser(int flavour, Bytes body) {

  /** AUTH_NONE. */
  public static final RpcUser NOBODY = new RpcUser(0, Bytes.EMPTY);

  /** The superuser by AUTH_SYS. */
  public static final RpcUser ROOT = unix(0, 0);

  /** A user by AUTH_SYS. */
  public static RpcUser unix(int uid, int gid, Integer... groups) {
    return unix(Bytes.utf8("test"), uid, gid, List.of(groups));
  }

  /** A user by AUTH_SYS, also a malformed one. */
  public static RpcUser unix(Bytes machine, int uid, int gid, List<Integer> groups) {
    XdrWriter out = new XdrWriter(64);
    out.writeInt(0);
    out.writeOpaque(machine);
    out.writeInt(uid);
    out.writeInt(gid);
    out.writeInt(groups.size());
    groups.forEach(out::writeInt);
    return new RpcUser(1, out.written());
  }

  /** Writes credential and an empty verifier. */
  void encode(XdrWriter out) {
    out.writeInt(flavour);
    out.writeOpaque(body);
    out.writeInt(0);
    out.writeInt(0);
  }
}
