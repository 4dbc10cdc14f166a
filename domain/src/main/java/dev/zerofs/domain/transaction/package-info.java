/**
 * How operations read and change a volume: views, changes, locks, and what a failure becomes.
 *
 * <p>Entry type: {@link dev.zerofs.domain.transaction.Transactions}. An operation is a function of
 * a {@link dev.zerofs.domain.transaction.View} or a {@link dev.zerofs.domain.transaction.Change};
 * it says no by throwing a {@link dev.zerofs.domain.transaction.Refusal}.
 *
 * <p><b>The order of locks</b>: the volume's directory-move lock, the stripes of inodes in
 * ascending order, one counter shard (in {@code space}). Nothing that waits for a store happens
 * under them: admission comes before, and every change first runs as a <em>rehearsal</em> without
 * locks, which brings cold records into memory and finds out what must be locked. Under the locks
 * it runs again, and that is what counts (of what belongs to an inode, such as names and chunks, it
 * reads again only what has changed, see {@link dev.zerofs.domain.transaction.Recollection}); if it
 * then meets an inode that is not locked (a name has changed hands meanwhile), it starts over with
 * the locks it needs.
 *
 * <p>Never belongs here: rules of the file system.
 */
@NullMarked
package dev.zerofs.domain.transaction;

import org.jspecify.annotations.NullMarked;
