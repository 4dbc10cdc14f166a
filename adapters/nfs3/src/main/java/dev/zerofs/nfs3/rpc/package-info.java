/**
 * ONC RPC version 2 (RFC 5531): headers of calls and replies, credentials, and the table of
 * programs that turns a record into a reply.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.rpc.RpcDispatcher}. Never belongs here: sockets, and what
 * any one program means.
 */
@NullMarked
package dev.zerofs.nfs3.rpc;

import org.jspecify.annotations.NullMarked;
