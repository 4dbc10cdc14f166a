/**
 * NFS version 3 (RFC 1813 §3): one file per procedure, with its arguments, what it does with them
 * and its reply.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.procedure.Nfs3Program}. Never belongs here: permission
 * rules, chunk arithmetic, sockets.
 */
@NullMarked
package dev.zerofs.nfs3.procedure;

import org.jspecify.annotations.NullMarked;
