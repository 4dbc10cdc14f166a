/**
 * The life of the server process: start in order, serve until something ends it, stop in the
 * reverse order within a bound, and say with which status.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.lifecycle.ServerProcess}. Never belongs here: what is
 * started, and how it is made.
 */
@NullMarked
package dev.zerofs.bootstrap.lifecycle;

import org.jspecify.annotations.NullMarked;
