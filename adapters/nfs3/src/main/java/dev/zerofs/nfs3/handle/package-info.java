/**
 * NFS file handles: how a file of a volume is named on the wire so that the name survives restarts
 * and cannot be guessed.
 *
 * <p>Entry type: {@link dev.zerofs.nfs3.handle.FileHandles}. A handle has 32 bytes:
 *
 * <pre>
 *  0        1        2                 8                16               24               32
 *  +--------+--------+-----------------+----------------+----------------+----------------+
 *  | version|    0   | volume (6)      | inode (8)      | generation (8) | checksum (8)   |
 *  +--------+--------+-----------------+----------------+----------------+----------------+
 * </pre>
 *
 * <p>Numbers are big-endian. The version is 1. The volume is the first 6 bytes of the SHA-256 of
 * the volume id's 16 bytes. The checksum is the first 8 bytes of the HMAC-SHA256 of the 24 bytes
 * before it, keyed with the volume's handle key. Nothing depends on when or where a server was
 * started. Never belongs here: whether the file still exists.
 */
@NullMarked
package dev.zerofs.nfs3.handle;

import org.jspecify.annotations.NullMarked;
