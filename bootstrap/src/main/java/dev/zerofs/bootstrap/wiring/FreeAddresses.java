package dev.zerofs.bootstrap.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Looks whether addresses can be bound before a volume is opened: opening takes it away from the
 * server that has it, which is likely the very one that holds the address.
 */
final class FreeAddresses {

  private FreeAddresses() {}

  /**
   * Binds each address for a moment.
   *
   * @throws UncheckedIOException if one cannot be bound, naming it
   */
  static void require(List<InetSocketAddress> addresses) {
    for (InetSocketAddress address : addresses) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true); // connections of an earlier server may linger
        socket.bind(address);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen on "
                + address.getHostString()
                + ":"
                + address.getPort()
                + " ("
                + e.getMessage()
                + ")",
            e);
      }
    }
  }
}
