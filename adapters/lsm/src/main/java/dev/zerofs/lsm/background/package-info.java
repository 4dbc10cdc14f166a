/**
 * Who drives the work that no caller waits for: sealing, uploading, flushing.
 *
 * <p>Such work is written as {@link dev.zerofs.lsm.background.Step}s, each call of which does one
 * bounded piece. {@link dev.zerofs.lsm.background.ThreadedDriver} runs them on threads; a
 * simulation runs them in any order that its seed says. Never belongs here: what the steps do.
 */
@NullMarked
package dev.zerofs.lsm.background;

import org.jspecify.annotations.NullMarked;
