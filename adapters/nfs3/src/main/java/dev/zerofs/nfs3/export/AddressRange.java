package dev.zerofs.nfs3.export;

import dev.zerofs.ports.bytes.Bytes;
import io.netty.util.NetUtil;
import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation (RFC 4632 §3.1).
 *
 * @param base the network's address, 4 or 16 bytes
 * @param prefixBits how many of its leading bits count
 */
public record AddressRange(Bytes base, int prefixBits) {

  /** Checks the size of the prefix. */
  public AddressRange {
    if (prefixBits < 0 || prefixBits > base.length() * Byte.SIZE) {
      throw new IllegalArgumentException("no prefix of " + prefixBits + " bits");
    }
  }

  /**
   * Reads {@code address} or {@code address/bits}; names are not resolved.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (address == null) {
      throw new IllegalArgumentException("'" + host + "' is no address");
    }
    int bits = slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
    return new AddressRange(Bytes.wrap(address), bits);
  }

  /** Whether {@code address} lies in the range. */
  public boolean contains(InetAddress address) {
    byte[] candidate = address.getAddress();
    if (candidate.length != base.length()) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((candidate[bit / Byte.SIZE] ^ base.at(bit / Byte.SIZE)) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return NetUtil.bytesToIpAddress(base.toByteArray()) + "/" + prefixBits;
  }
}
