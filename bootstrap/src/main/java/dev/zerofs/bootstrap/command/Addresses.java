package dev.zerofs.bootstrap.command;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them. */
final class Addresses {

  private Addresses() {}

  /** {@code 127.0.0.1:2049} or {@code [::1]:2049}. */
  static String text(InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    if (address == null) {
      return socket.getHostString() + ":" + socket.getPort();
    }
    String host = InetAddresses.toAddrString(address);
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + socket.getPort();
  }
}
