/**
 * Split-block Bloom filters over user keys (Putze, Sanders, Singler: "Cache-, Hash- and
 * Space-Efficient Bloom Filters", 2007, in the form of Apache Parquet's specification).
 *
 * <pre>
 * filter  := block*                      at least one
 * block   := word:u32 × 8
 * </pre>
 *
 * <p>A key's hash is XXH64 with seed 0. Its upper 32 bits, scaled, choose one block of 32 bytes;
 * its lower 32 bits, multiplied by eight odd constants, choose one bit in each of the block's
 * words. A look-up touches one cache line.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.filter.FilterBuilder}, {@link
 * dev.zerofs.lsm.filter.Filter}. Never belongs here: which keys share a filter.
 */
@NullMarked
package dev.zerofs.lsm.filter;

import org.jspecify.annotations.NullMarked;
