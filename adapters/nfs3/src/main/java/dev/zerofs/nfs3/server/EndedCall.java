package dev.zerofs.nfs3.server;

import dev.zerofs.nfs3.rpc.RpcReply;
import org.jspecify.annotations.Nullable;

/**
 * A call that was executed.
 *
 * @param reply what to send, or null to fall silent
 * @param bytes what the call counts for until its reply is sent
 */
record EndedCall(@Nullable RpcReply reply, long bytes) {}
