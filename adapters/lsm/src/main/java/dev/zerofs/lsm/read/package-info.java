/**
 * Reading the tree: memtables and sorted runs seen as one map at one sequence.
 *
 * <p>A key's value is its newest entry that is not newer than the snapshot and not hidden by a
 * newer range tombstone. Sources are ordered by age and disjoint in sequences, so a point read
 * stops at the first source that says anything of its key, and a scan jumps over what a newer
 * source's range tombstone covers.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.read.ReadView}, {@link dev.zerofs.lsm.read.Tables}. Never
 * belongs here: which sources there are and when they change.
 */
@NullMarked
package dev.zerofs.lsm.read;

import org.jspecify.annotations.NullMarked;
