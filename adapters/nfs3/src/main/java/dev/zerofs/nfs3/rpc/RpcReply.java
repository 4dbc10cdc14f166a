package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;

/**
 * A reply, ready to be sent as one record of one fragment (RFC 5531 §11).
 *
 * @param head the record mark and everything up to the bulk data
 * @param bulk bulk data to be sent after it, from where it lies
 * @param padding zero bytes to be sent after that
 */
public record RpcReply(Bytes head, List<Bytes> bulk, Bytes padding) {

  private static final int CAPACITY_BYTES = 320;
  private static final int LAST_FRAGMENT = 1 << 31;
  private static final int MESSAGE_REPLY = 1;
  private static final int ACCEPTED = 0;
  private static final int DENIED = 1;
  private static final int RPC_MISMATCH = 0;
  private static final int AUTH_ERROR = 1;
  private static final Bytes ZEROS = Bytes.wrap(new byte[3]);

  /** Bytes of a successful reply that come before the results. */
  public static final int HEADER_BYTES = 28;

  /** The number of bytes on the wire. */
  public int lengthBytes() {
    int length = head.length() + padding.length();
    for (Bytes piece : bulk) {
      length += piece.length();
    }
    return length;
  }

  /** Begins a successful reply: the results are to be written next. */
  static XdrWriter begin(int xid) {
    return accepted(xid, AcceptStatus.SUCCESS);
  }

  /** Ends the reply that {@code out} holds. */
  static RpcReply end(XdrWriter out) {
    int padding = XdrReader.padding(out.bulkLength());
    int length = out.length() - Integer.BYTES + out.bulkLength() + padding;
    out.setInt(0, LAST_FRAGMENT | length);
    return new RpcReply(out.written(), out.bulk(), ZEROS.slice(0, padding));
  }

  /** The reply to a call that was accepted but not carried out. */
  static RpcReply failed(int xid, AcceptStatus status) {
    return end(accepted(xid, status));
  }

  /** The reply to a call of a version that is not served. */
  static RpcReply programMismatch(int xid, int lowest, int highest) {
    XdrWriter out = accepted(xid, AcceptStatus.PROG_MISMATCH);
    out.writeInt(lowest);
    out.writeInt(highest);
    return end(out);
  }

  /** The reply to a call in another version of RPC itself. */
  static RpcReply rpcMismatch(int xid) {
    XdrWriter out = message(xid, DENIED);
    out.writeInt(RPC_MISMATCH);
    out.writeInt(CallHeader.RPC_VERSION);
    out.writeInt(CallHeader.RPC_VERSION);
    return end(out);
  }

  /** The reply to a call whose credential is refused. */
  static RpcReply authError(int xid, AuthStatus status) {
    XdrWriter out = message(xid, DENIED);
    out.writeInt(AUTH_ERROR);
    out.writeInt(status.ordinal());
    return end(out);
  }

  private static XdrWriter accepted(int xid, AcceptStatus status) {
    XdrWriter out = message(xid, ACCEPTED);
    out.writeInt(CallHeader.AUTH_NONE);
    out.writeInt(0);
    out.writeInt(status.ordinal());
    return out;
  }

  private static XdrWriter message(int xid, int replyStatus) {
    XdrWriter out = new XdrWriter(CAPACITY_BYTES);
    out.writeInt(0); // the record mark, set at the end
    out.writeInt(xid);
    out.writeInt(MESSAGE_REPLY);
    out.writeInt(replyStatus);
    return out;
  }
}
