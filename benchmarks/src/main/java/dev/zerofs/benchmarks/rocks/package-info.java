/**
 * The engine beside RocksDB on the same disk, with the same keys, in the same process.
 *
 * <p>Entry type: {@link dev.zerofs.benchmarks.rocks.BesideRocks}. RocksDB is named here and nowhere
 * else.
 */
@NullMarked
package dev.zerofs.benchmarks.rocks;

import org.jspecify.annotations.NullMarked;
