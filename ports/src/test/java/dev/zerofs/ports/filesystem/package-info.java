/**
 * The contract of the file system port as tests, and a model that keeps it.
 *
 * <p>Entry types: {@link dev.zerofs.ports.filesystem.FileSystemContract} for who implements the
 * port, {@link dev.zerofs.ports.filesystem.ModelFileSystem} for who needs an oracle or something to
 * put behind a protocol. Never belongs here: how one file system stores what it keeps.
 */
@NullMarked
package dev.zerofs.ports.filesystem;

import org.jspecify.annotations.NullMarked;
