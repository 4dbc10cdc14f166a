/**
 * Whether a volume is whole: what every batch promises to keep true, looked for in a snapshot or a
 * checkpoint, in memory that does not grow with the volume, and without reading file data.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>the format record, the root directory and {@code next_inode_id} are there; no inode has an
 *       id that is not given out yet;
 *   <li>every dentry is in a directory that exists, names an inode that exists and has the type
 *       that the dentry says, and has its cookie, and no cookie is without its dentry;
 *   <li>a directory is named once, by the directory that it calls its parent, and one comes to the
 *       root from it; another inode is named as often as its link count says;
 *   <li>a directory's child count and link count are those of its dentries;
 *   <li>chunks belong to regular files and end within their sizes; an inode's used bytes are the
 *       sum of their lengths;
 *   <li>the counters are the sums over all inodes;
 *   <li>the remembered results of calls can be read.
 * </ul>
 *
 * <p>Entry type: {@link dev.zerofs.domain.check.VolumeCheck}. Never belongs here: repairing.
 */
@NullMarked
package dev.zerofs.domain.check;

import org.jspecify.annotations.NullMarked;
