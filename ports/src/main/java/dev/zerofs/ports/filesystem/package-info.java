/**
 * The inbound port: a POSIX file system as protocols see it.
 *
 * <p>Entry type: {@link dev.zerofs.ports.filesystem.FileSystem}. Every operation takes the {@link
 * dev.zerofs.ports.filesystem.Caller}'s credentials and returns a {@link
 * dev.zerofs.ports.filesystem.Result} with attributes from inside the same atomic step and the
 * commit position that the reply must wait for. Never belongs here: wire formats, handles'
 * encoding, stores, export rules.
 */
@NullMarked
package dev.zerofs.ports.filesystem;

import org.jspecify.annotations.NullMarked;
