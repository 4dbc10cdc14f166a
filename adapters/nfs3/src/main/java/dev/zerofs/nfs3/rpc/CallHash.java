package dev.zerofs.nfs3.rpc;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells calls apart for as long as anybody remembers them: 128 bits of a SHA-256 of the
 * client's address, without its port, and of the whole call: xid, program, version, procedure,
 * credential and arguments.
 */
final class CallHash {

  private static final String ALGORITHM = "SHA-256";

  private CallHash() {}

  static CallId of(InetAddress client, Bytes record) {
    MessageDigest digest = digest();
    byte[] address = client.getAddress();
    digest.update((byte) address.length);
    digest.update(address);
    digest.update(record.array(), record.arrayOffset(), record.length());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new CallId(hash.getLong(), hash.getLong());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
