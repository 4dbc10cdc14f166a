/**
 * Giving space back: which objects in the store are of no use any more, which segments hold so
 * little of use that their values are better moved, and the deletion of what nobody can reach.
 *
 * <p>A pass begins with one manifest. {@link dev.zerofs.lsm.reclaim.LiveBytes} sums up what its
 * tables refer to in each segment, anew in every pass, so that nothing can be counted twice or
 * forgotten; {@link dev.zerofs.lsm.reclaim.Survey} lists the objects and compares; {@link
 * dev.zerofs.lsm.reclaim.Relocation} moves values that are still current into packs, and lets the
 * log say so; {@link dev.zerofs.lsm.reclaim.Condemned} holds what is dead until the grace time is
 * over and every reader from before has ended. {@link dev.zerofs.lsm.reclaim.ReclaimStep} drives
 * them, when enough has become garbage to be worth the requests.
 *
 * <p><b>Why a deletion is safe.</b> An object that a committed manifest does not need is never
 * needed again: references come only from entries that were current, and tables only from tables.
 * So what is proved dead by a manifest of this writer stays dead also for whoever takes over from
 * it, and a deletion that arrives late harms nobody. Not proved dead, and left alone: what may
 * still be replayed; this writer's objects on their way into a manifest; packs of former writers
 * while there is a log of theirs to replay; everything of later epochs; fences.
 *
 * <p>Never belongs here: formats, and what a merge keeps.
 */
@NullMarked
package dev.zerofs.lsm.reclaim;

import org.jspecify.annotations.NullMarked;
