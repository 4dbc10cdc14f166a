/**
 * Compaction: several neighbouring sorted runs become one, without what nobody can see any more.
 *
 * <p>Choosing is a pure function of the manifest's runs, {@link
 * dev.zerofs.lsm.compaction.CompactionPolicy}; doing is {@link
 * dev.zerofs.lsm.compaction.CompactionJob}, in steps that may be the last at any time; {@link
 * dev.zerofs.lsm.compaction.CompactionStep} does both in the background. Never belongs here: what
 * must stay, and large values, whose references move and whose bytes do not.
 */
@NullMarked
package dev.zerofs.lsm.compaction;

import org.jspecify.annotations.NullMarked;
