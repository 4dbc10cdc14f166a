package dev.zerofs.bootstrap.lifecycle;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A server that serves.
 *
 * @param protocol what it speaks
 * @param addresses where
 * @param instructions lines that tell a person how to use it
 */
public record Running(
    String protocol, List<InetSocketAddress> addresses, List<String> instructions) {

  /** Copies the lists. */
  public Running {
    addresses = List.copyOf(addresses);
    instructions = List.copyOf(instructions);
  }
}
