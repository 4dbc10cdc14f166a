/**
 * The codecs by their numbers, and zstd, the one that is always there.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.codec.Codecs}, {@link
 * dev.zerofs.lsm.codec.ZstdCodecProvider}. Never belongs here: framing and checksums.
 */
@NullMarked
package dev.zerofs.lsm.codec;

import org.jspecify.annotations.NullMarked;
