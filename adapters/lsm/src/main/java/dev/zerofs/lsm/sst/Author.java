package dev.zerofs.lsm.sst;

/**
 * The writer of a table.
 *
 * @param epoch its epoch
 * @param incarnation the random number in every object it writes
 */
public record Author(long epoch, long incarnation) {}
