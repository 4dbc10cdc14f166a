/**
 * Frames: the checksummed, compressed wrapping of every value in a log segment and every block of a
 * sorted table or manifest.
 *
 * <pre>
 * frame   := crc32c codec:u8 cipher:u8 length:u32 payload
 * </pre>
 *
 * <ul>
 *   <li>{@code crc32c} is over everything after it, to the frame's end.
 *   <li>{@code codec} 0: the payload is the content as it is; otherwise the id of the {@link
 *       dev.zerofs.ports.codec.BlockCodec} that restores it. 1 is zstd.
 *   <li>{@code cipher} 0: plain. Other values are reserved and refused.
 *   <li>{@code length} is that of the content. The frame's own length stands where it is referred
 *       to.
 * </ul>
 *
 * <p>Content that does not shrink by an eighth is stored as it is.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.frame.FrameCodec}, {@link
 * dev.zerofs.lsm.frame.FrameSource}. Never belongs here: fetching, caching, what a frame contains.
 */
@NullMarked
package dev.zerofs.lsm.frame;

import org.jspecify.annotations.NullMarked;
