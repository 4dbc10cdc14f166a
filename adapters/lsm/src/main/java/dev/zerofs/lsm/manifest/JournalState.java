package dev.zerofs.lsm.manifest;

/**
 * The local journal that a writer epoch used.
 *
 * @param idHigh the upper half of the journal's random id
 * @param idLow the lower half
 * @param drained whether everything in it has reached the bucket
 */
public record JournalState(long idHigh, long idLow, boolean drained) {}
