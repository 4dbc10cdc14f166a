/**
 * The newest part of the tree, in memory: every version that was written and is not yet in a sorted
 * table.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.memtable.Memtable}. One thread at a time changes a memtable
 * (the one that holds the commit lock), any number read it. Large values are held only until their
 * log segment has been uploaded; then the version refers to the segment. Never belongs here: when
 * to rotate or flush.
 */
@NullMarked
package dev.zerofs.lsm.memtable;

import org.jspecify.annotations.NullMarked;
