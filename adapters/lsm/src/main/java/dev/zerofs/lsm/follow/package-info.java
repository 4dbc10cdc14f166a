/**
 * Following a volume that another process writes: the newest manifest, and the log after it, as one
 * immutable state after the other.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.follow.Follower}. Requests are made only when somebody asks
 * and what is known is older than the lag. Never belongs here: writing, fencing or deleting
 * anything; how a state is read.
 */
@NullMarked
package dev.zerofs.lsm.follow;

import org.jspecify.annotations.NullMarked;
