/**
 * Compression of blocks, as a plug-in can provide it.
 *
 * <p>Entry type: {@link dev.zerofs.ports.codec.BlockCodec}. Never belongs here: framing, checksums
 * or the choice of what to compress.
 */
@NullMarked
package dev.zerofs.ports.codec;

import org.jspecify.annotations.NullMarked;
