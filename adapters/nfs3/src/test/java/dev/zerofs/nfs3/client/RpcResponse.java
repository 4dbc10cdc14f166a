package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;

/**
 * The answer to a call.
 *
 * @param kind how the call ended
 * @param low the lowest version served, or the reason of a refused credential
 * @param high the highest version served
 * @param results what follows, for a success
 */
public record RpcResponse(Kind kind, int low, int high, Bytes results) {

  /** Every way in which a call can end (RFC 5531 §9). */
  public enum Kind {
    SUCCESS,
    PROG_UNAVAIL,
    PROG_MISMATCH,
    PROC_UNAVAIL,
    GARBAGE_ARGS,
    SYSTEM_ERR,
    RPC_MISMATCH,
    AUTH_ERROR
  }

  /** Decodes a reply message, from after the xid. */
  static RpcResponse decode(XdrReader in) {
    if (in.readInt() != 1) {
      throw new AssertionError("not a reply");
    }
    if (in.readEnum(2) == 1) {
      return in.readEnum(2) == 0
          ? new RpcResponse(Kind.RPC_MISMATCH, in.readInt(), in.readInt(), Bytes.EMPTY)
          : new RpcResponse(Kind.AUTH_ERROR, in.readInt(), 0, Bytes.EMPTY);
    }
    in.readInt(); // the verifier's flavour
    in.readOpaque(400);
    Kind kind = Kind.values()[in.readEnum(6)];
    return kind == Kind.PROG_MISMATCH
        ? new RpcResponse(kind, in.readInt(), in.readInt(), Bytes.EMPTY)
        : new RpcResponse(kind, 0, 0, in.rest());
  }

  /** A reader of the results; fails if there are none. */
  public XdrReader success() {
    if (kind != Kind.SUCCESS) {
      throw new AssertionError("not a success: " + this);
    }
    return new XdrReader(results);
  }
}
