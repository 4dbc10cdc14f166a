package dev.zerofs.azure;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The checksum that the service computes and stores: against accidents, not against people. */
final class Md5 {

  private Md5() {}

  /** The MD5 of {@code bytes}. */
  static byte[] of(Bytes bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes.array(), bytes.arrayOffset(), bytes.length());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /**
   * Checks {@code body}.
   *
   * @param said what the service says, or null if it says nothing
   * @throws IOException if it is another
   */
  static void require(byte @Nullable [] said, Bytes body) throws IOException {
    if (said != null && !MessageDigest.isEqual(said, of(body))) {
      throw new IOException("the body has another MD5 than the object");
    }
  }
}
