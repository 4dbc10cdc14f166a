package dev.zerofs.bootstrap.wiring;

import dev.zerofs.ports.protocol.ProtocolServer;

/**
 * A server and what it speaks.
 *
 * @param protocol the name of its provider
 * @param server not yet started
 */
record NamedServer(String protocol, ProtocolServer server) {}
