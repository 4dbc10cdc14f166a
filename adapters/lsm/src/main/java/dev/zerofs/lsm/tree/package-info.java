/**
 * The whole tree at one moment: memtables above sorted runs.
 *
 * <p>Entry type: {@link dev.zerofs.lsm.tree.TreeState}. A reader takes its position first and the
 * tree afterwards, so that the tree always holds everything up to the position. Never belongs here:
 * how the parts are read or made.
 */
@NullMarked
package dev.zerofs.lsm.tree;

import org.jspecify.annotations.NullMarked;
