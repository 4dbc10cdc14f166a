/**
 * The command line.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.command.ZeroFs}. Never belongs here: what a command
 * sets in motion.
 */
@NullMarked
package dev.zerofs.bootstrap.command;

import org.jspecify.annotations.NullMarked;
