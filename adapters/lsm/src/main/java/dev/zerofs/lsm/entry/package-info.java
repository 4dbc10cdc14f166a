/**
 * The vocabulary of the tree: keys with sequence numbers and values, range tombstones, and how
 * sorted streams of them are merged and seen from a moment.
 *
 * <p>Entries are ordered by key ascending, then by sequence <em>de</em>scending. A batch has one
 * sequence and at most one change per key, so that (key, sequence) is unique. A range tombstone of
 * sequence S hides the entries it covers whose sequence is less than S, strictly.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.entry.InternalEntry}, {@link
 * dev.zerofs.lsm.entry.SortedSource}. Never belongs here: how any of it is stored.
 */
@NullMarked
package dev.zerofs.lsm.entry;

import org.jspecify.annotations.NullMarked;
