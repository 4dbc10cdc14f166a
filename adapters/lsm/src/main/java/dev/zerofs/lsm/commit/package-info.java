/**
 * The writer: from a batch to a durable log.
 *
 * <p>{@link dev.zerofs.lsm.commit.CommitLog} orders batches and puts them into memtable and open
 * segment; its {@link dev.zerofs.lsm.commit.Rotation} seals segments and freezes memtables; {@link
 * dev.zerofs.lsm.commit.Uploads} brings sealed segments into the store, several at once, and knows
 * up to where the log is durable; {@link dev.zerofs.lsm.commit.Ownership} knows whether this writer
 * still is the volume's.
 *
 * <p><b>Locks.</b> The commit lock (in CommitLog) orders batches. Under it may be taken: the lock
 * of the snapshot registry, the lock of the upload queue, the lock of the journal's queue. None of
 * these is held over I/O or while waiting.
 *
 * <p>Never belongs here: sorted tables, the manifest, the journal's files.
 */
@NullMarked
package dev.zerofs.lsm.commit;

import org.jspecify.annotations.NullMarked;
