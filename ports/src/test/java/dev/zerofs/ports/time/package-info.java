/**
 * Time for tests: a clock whose hands only the test turns.
 *
 * <p>Entry type: {@link dev.zerofs.ports.time.ManualClock}. Never belongs here: anything that
 * sleeps.
 */
@NullMarked
package dev.zerofs.ports.time;

import org.jspecify.annotations.NullMarked;
