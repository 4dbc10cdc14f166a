package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.MalformedXdrException;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;

/**
 * The fixed part of a call (RFC 5531 §9, call_body).
 *
 * @param xid the client's number for the call, repeated in the reply
 * @param rpcVersion 2, or the rest is unreadable and zero
 * @param program the program
 * @param version the program's version
 * @param procedure the procedure
 * @param flavour the credential's kind
 * @param credential the credential's undecoded body
 * @param verifierLength the length of the verifier's body, which is not looked at: it means nothing
 *     with the flavours that are served
 * @param arguments what follows the header
 */
record CallHeader(
    int xid,
    int rpcVersion,
    int program,
    int version,
    int procedure,
    int flavour,
    Bytes credential,
    int verifierLength,
    Bytes arguments) {

  static final int RPC_VERSION = 2;
  static final int AUTH_NONE = 0;
  static final int AUTH_SYS = 1;
  static final int AUTH_BODY_MAX_BYTES = 400;

  private static final int MESSAGE_CALL = 0;

  /**
   * Reads a header.
   *
   * @throws ImpossibleRecordException if it is no call, or too short for one, so that no reply is
   *     possible
   */
  static CallHeader decode(Bytes record) throws ImpossibleRecordException {
    XdrReader in = new XdrReader(record);
    try {
      int xid = in.readInt();
      if (in.readInt() != MESSAGE_CALL) {
        throw new ImpossibleRecordException("a record that is no call");
      }
      int rpcVersion = in.readInt();
      if (rpcVersion != RPC_VERSION) {
        return new CallHeader(xid, rpcVersion, 0, 0, 0, 0, Bytes.EMPTY, 0, Bytes.EMPTY);
      }
      int program = in.readInt();
      int version = in.readInt();
      int procedure = in.readInt();
      int flavour = in.readInt();
      Bytes credential = in.readOpaque(in.remaining());
      in.readInt();
      int verifierLength = in.readOpaque(in.remaining()).length();
      return new CallHeader(
          xid,
          rpcVersion,
          program,
          version,
          procedure,
          flavour,
          credential,
          verifierLength,
          in.rest());
    } catch (MalformedXdrException e) {
      throw new ImpossibleRecordException("a call header that " + e.getMessage());
    }
  }
}
