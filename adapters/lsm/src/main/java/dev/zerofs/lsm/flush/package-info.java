/**
 * From full memtables to sorted tables, and every change of the manifest after the store is open.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.flush.FlushStep}, {@link
 * dev.zerofs.lsm.flush.ManifestStep}. Both make at most one request to the store per call, so that
 * a simulation can stop them anywhere. Never belongs here: merging of tables.
 */
@NullMarked
package dev.zerofs.lsm.flush;

import org.jspecify.annotations.NullMarked;
