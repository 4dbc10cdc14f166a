/**
 * The machine's time.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.time.SystemClock}, the only class of the program that
 * reads it. Never belongs here: any use of the time.
 */
@NullMarked
package dev.zerofs.bootstrap.time;

import org.jspecify.annotations.NullMarked;
