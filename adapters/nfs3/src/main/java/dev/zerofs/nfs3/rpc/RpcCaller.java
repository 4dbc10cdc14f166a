package dev.zerofs.nfs3.rpc;

import dev.zerofs.ports.filesystem.CallId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param peer the other end of the connection
 * @param credential what it says of itself
 * @param call which call it is; null for procedures that do not {@link RpcProcedure#outlivesServer
 *     ask}
 */
public record RpcCaller(InetSocketAddress peer, Credential credential, @Nullable CallId call) {}
