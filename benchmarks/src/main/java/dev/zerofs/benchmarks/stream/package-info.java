/**
 * How fast streams go to and from a bucket that is some way off: the server over NFS beside the
 * bare SDK, through the same endpoint with the same number of connections.
 *
 * <p>Entry type: {@link dev.zerofs.benchmarks.stream.StoreStreams}. Never belongs here: what is
 * counted instead of timed.
 */
@NullMarked
package dev.zerofs.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
