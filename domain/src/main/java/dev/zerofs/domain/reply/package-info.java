/**
 * The results of calls that clients may repeat after the server was started anew.
 *
 * <p>Entry type: {@link dev.zerofs.domain.reply.ReplyLog}. A result is written with the change
 * itself, and read once, when the volume is opened. Results are grouped in periods, which end with
 * time or with their number of results; a few periods are kept, and those that are not are removed
 * by range deletes in the batches of later changes, so an idle volume has nothing to do. Those of
 * earlier openings stay for a while of this one, however long the outage before it was, since a
 * client repeats its call only when it finds a server again.
 *
 * <p>Never belongs here: what a protocol remembers for repetitions to the same server.
 */
@NullMarked
package dev.zerofs.domain.reply;

import org.jspecify.annotations.NullMarked;
