/**
 * Connections: records framed on event loops (RFC 5531 §11), calls executed on virtual threads,
 * replies written in the order in which they are ready, everything within bounds.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.server.Listener}. A connection that is at a bound is not
 * read from until it is below; nothing is ever rejected or dropped. Never belongs here: what is in
 * a record.
 */
@NullMarked
package dev.zerofs.nfs3.server;

import org.jspecify.annotations.NullMarked;
