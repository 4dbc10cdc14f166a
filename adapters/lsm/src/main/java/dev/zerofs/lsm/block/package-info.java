/**
 * Blocks of sorted keys with payloads: the inside of every data block and index block of a table.
 *
 * <pre>
 * block   := entry* restart:u32* restartCount:u32
 * entry   := shared:varint unshared:varint payloadLength:varint suffix payload
 * </pre>
 *
 * <p>A key is the first {@code shared} bytes of the key before it and the {@code unshared} bytes of
 * the suffix. Every 16th entry, beginning with the first, is a restart point: it shares nothing,
 * and its offset stands in the list of restarts, so that a key is found by a binary search and a
 * walk of at most 16 entries. Equal keys may follow each other. A block is wrapped in a frame,
 * which has its checksum.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.block.BlockBuilder}, {@link dev.zerofs.lsm.block.Block}.
 * Never belongs here: what payloads mean.
 */
@NullMarked
package dev.zerofs.lsm.block;

import org.jspecify.annotations.NullMarked;
