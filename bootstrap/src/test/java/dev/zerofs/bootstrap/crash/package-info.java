/**
 * The crash harness: a server in a process of its own over a store that fails, clients at work on
 * sockets, {@code kill -9} at any moment, and a model that knows what was acknowledged as stable.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.crash.CrashHarness}. Every {@code Lane} makes one call
 * at a time on names of its own, so that what it must find after a crash is one of the states that
 * it went through, no earlier than the last stable reply; many lanes at once share connections,
 * directories and even chunks of files. {@code Cut} then asks for one moment at which all lanes
 * could have been where they were found: what survives is a prefix of one history.
 */
@NullMarked
package dev.zerofs.bootstrap.crash;

import org.jspecify.annotations.NullMarked;
