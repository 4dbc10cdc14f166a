/**
 * What must stay when entries are written anew, by a flush or a compaction: every version and every
 * range tombstone that the present or an open snapshot can see.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.retention.Retention}, {@link
 * dev.zerofs.lsm.retention.RetainedEntries}. Never belongs here: who writes what anew, and when.
 */
@NullMarked
package dev.zerofs.lsm.retention;

import org.jspecify.annotations.NullMarked;
