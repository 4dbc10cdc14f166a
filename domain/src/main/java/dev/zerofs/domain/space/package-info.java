/**
 * What a volume can run out of: bytes, inodes, inode ids.
 *
 * <p>Entry types: {@link dev.zerofs.domain.space.SpaceUsage}, {@link
 * dev.zerofs.domain.space.InodeIds}. Never belongs here: the budget of a store's memory.
 */
@NullMarked
package dev.zerofs.domain.space;

import org.jspecify.annotations.NullMarked;
