/**
 * Access times: when reading changes them, and how they are kept until they are worth a write.
 *
 * <p>Entry type: {@link dev.zerofs.domain.time.AccessTimes}. Never belongs here: ctime and mtime,
 * which are part of every change.
 */
@NullMarked
package dev.zerofs.domain.time;

import org.jspecify.annotations.NullMarked;
