package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One name in a directory.
 *
 * @param name the name
 * @param cookie where a later listing goes on after this entry: 1 for {@code .}, 2 for {@code ..},
 *     then unique in the directory for all time, ascending, below 2^63
 * @param inode the inode number
 * @param attributes of the object, if they were asked for
 */
public record DirectoryEntry(
    Bytes name, long cookie, long inode, @Nullable Attributes attributes) {}
