/**
 * Time as the rest of the program is given it.
 *
 * <p>Entry type: {@link dev.zerofs.ports.time.Clock}. Never belongs here: a clock that reads the
 * machine's time (bootstrap has the only one).
 */
@NullMarked
package dev.zerofs.ports.time;

import org.jspecify.annotations.NullMarked;
