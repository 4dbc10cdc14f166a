package dev.zerofs.ports.keyvalue;

/**
 * What a range of keys holds.
 *
 * @param entryCount how many keys
 * @param valueBytes the sum of the lengths of their values
 */
public record RangeSize(long entryCount, long valueBytes) {}
