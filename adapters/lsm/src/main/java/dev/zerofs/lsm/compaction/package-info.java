/**
 * Compaction: several neighbouring sorted runs become one, without what nobody can see any more.
 *
 * <p>Choosing is a pure function of the manifest's runs, {@link
 * dev.zerofs.lsm.compaction.CompactionPolicy}; doing is {@link
 * dev.zerofs.lsm.compaction.CompactionJob}, in steps that may be the last at any time. Which
 * versions and tombstones stay is {@link dev.zerofs.lsm.compaction.Retention}, which flushes use as
 * well. Never belongs here: threads, uploading, changing the manifest, large values, whose
 * references move and whose bytes do not.
 */
@NullMarked
package dev.zerofs.lsm.compaction;

import org.jspecify.annotations.NullMarked;
