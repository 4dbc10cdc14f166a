/**
 * Clones: new volumes that begin as a checkpoint of another and share its objects.
 *
 * <pre>
 * beside       := [prefix/]clone/&lt;checkpoint&gt;.&lt;position&gt;.&lt;created&gt;/
 * pin          := beside to/&lt;target&gt;.&lt;maker&gt;
 * notice       := beside ending.&lt;number&gt;
 * body of both := header                       kind CLONE_MARK; id = the position
 * </pre>
 *
 * <p>Position and creation time are hexadecimal, so that a checkpoint of the same name made later
 * is told apart; so are the bytes of the target, which is the clone's prefix, and the random number
 * of its maker.
 *
 * <p>A clone is a prefix of its own in the same object store, with a manifest that names the
 * source's whole volume table behind its own prefix. It comes into being with its first manifest,
 * which is one request: there is no half clone. The clone writes under its own prefix alone.
 *
 * <p>What a clone shares stays as long as the checkpoint does, and whoever deletes a checkpoint
 * asks first. Two processes may do both at once, and there is no lock: who makes a clone sets a pin
 * and then looks for a notice, who deletes sets a notice and then looks for pins. So at least one
 * of them sees the other and gives way. A pin without a clone, left by a crash, keeps the
 * checkpoint until the clone is made again.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.clone.Cloning}, {@link dev.zerofs.lsm.clone.CloneMarks}.
 * Never belongs here: reading or writing what a volume holds.
 */
@NullMarked
package dev.zerofs.lsm.clone;

import org.jspecify.annotations.NullMarked;
