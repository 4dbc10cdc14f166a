package dev.zerofs.ports.protocol;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A server for one protocol. Made by a provider, started once, stopped once, by one thread. */
public interface ProtocolServer {

  /**
   * Binds and begins to serve.
   *
   * @throws java.io.UncheckedIOException if an address cannot be bound, naming it; nothing is bound
   *     then
   */
  void start();

  /** The addresses that are bound, with real ports; empty before the start and after the stop. */
  List<InetSocketAddress> addresses();

  /** Lines that tell a person how to use the server, such as a mount command. */
  List<String> instructions();

  /**
   * Stops accepting connections and calls, lets calls under way end for at most {@code grace}, then
   * closes every connection. Never throws for a client's sake.
   */
  void stop(Duration grace);
}
