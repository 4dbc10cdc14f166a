package dev.zerofs.nfs3.rpc;

import java.net.InetSocketAddress;

/**
 * Who calls.
 *
 * @param peer the other end of the connection
 * @param credential what it says of itself
 */
public record RpcCaller(InetSocketAddress peer, Credential credential) {}
