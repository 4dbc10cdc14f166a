/**
 * The whole server in one thread: the file system over the engine over an object store that fails,
 * with a clock that a seed turns, several servers on one volume, any of them stalled or dead
 * between any two requests, and a model of the file system beside each.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.simulation.WholeServerSim}. The wire is left out: it
 * has threads of its own, and the crash harness.
 */
@NullMarked
package dev.zerofs.bootstrap.simulation;

import org.jspecify.annotations.NullMarked;
