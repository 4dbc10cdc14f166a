package dev.zerofs.lsm.tree;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.memtable.Memtable;

/**
 * A memtable to which nothing more is added and which waits to become a sorted table.
 *
 * @param memtable the entries
 * @param end the first segment that is not in it; all before are in it or in older ones
 * @param lastSequence its newest batch
 */
public record FrozenMemtable(Memtable memtable, SegmentId end, long lastSequence) {}
