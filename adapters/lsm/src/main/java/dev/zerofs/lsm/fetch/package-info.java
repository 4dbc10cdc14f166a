/**
 * Reading immutable objects: the one way from a place in a segment or table to its bytes.
 *
 * <p>A frame is looked for among the decoded frames in memory, then cut out of the aligned parts of
 * its object that are in memory. Missing parts are fetched, neighbouring ones in one ranged GET, so
 * that what was written together comes back together; every part at most once however many threads
 * wait for it. Transient failures are retried in one place, {@link
 * dev.zerofs.lsm.fetch.StoreReader}, up to a deadline.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.fetch.FrameReader}. Never belongs here: what frames contain.
 */
@NullMarked
package dev.zerofs.lsm.fetch;

import org.jspecify.annotations.NullMarked;
