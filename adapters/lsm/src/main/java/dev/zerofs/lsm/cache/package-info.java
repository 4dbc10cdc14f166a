/**
 * The disk cache: bytes of immutable objects on a disk of this machine, so that what was read or
 * written lately costs no request to the store, also after a restart.
 *
 * <p>Content is immutable and keys name the writer that made it, so no entry is ever out of date: a
 * bucket that was wiped and made anew, or restored from an old copy, has writers of other
 * incarnations. The cache is free to forget anything at any time, and nothing depends on what it
 * has: whatever goes wrong costs speed alone.
 *
 * <pre>
 * &lt;cache.dir&gt;/slabs/lock                    locked by the process that uses the cache
 * &lt;cache.dir&gt;/slabs/NNNNNNNNNNNNNNNN.slab   numbered in hexadecimal as they are made
 * &lt;cache.dir&gt;/slabs/NNNNNNNNNNNNNNNN.taken  a file of the journal that is a slab now
 * &lt;cache.dir&gt;/slabs/NNNNNNNNNNNNNNNN.index  what is in it
 *
 * slab   := head record*                     big-endian
 * head   := magic:u64 version:u16 partBytes:u32 number:u64 crc32c
 * record := magic:u32 kind:u8 volumeHigh:u64 volumeLow:u64 volumeIndex:u32 epoch:u64
 *           incarnation:u64 id:u64 position:u64 length:u32 bodyCrc32c:u32 crc32c
 *           byte*                            length of them
 *           the last checksum is over everything of the record before it
 * index  := magic:u64 version:u16 partBytes:u32 number:u64
 *           { record without its bytes, offset:u32 }*  crc32c
 * </pre>
 *
 * <ul>
 *   <li>{@code kind} 1: the aligned part of a log segment at {@code position}, as it is stored; 2:
 *       the same of a sorted table; 3: the content of the frame at {@code position} of a log
 *       segment, decoded.
 *   <li>Slabs are appended to, never changed, and removed as a whole, the oldest first; entries of
 *       it that were used are written again. One bound holds for all of them, whichever volume they
 *       are of.
 *   <li>What the journal has written is not written here once more. While a file is the journal's,
 *       values in it are found there; when the bucket has all of it and enough of it is of use, it
 *       is renamed and becomes a slab, and when it leaves the cache the journal may have it back.
 *   <li>A start reads the records' heads. A record that is torn ends its slab; a slab of another
 *       version or part size is removed.
 *   <li>Nothing is synchronised. Every body is checked against its checksum when it is read.
 * </ul>
 *
 * <p>Entry types: {@link dev.zerofs.lsm.cache.DiskCache}, and {@link
 * dev.zerofs.lsm.cache.VolumeCache} for a reader of one volume. Never belongs here: anything that
 * has to be right for the volume to be right.
 */
@NullMarked
package dev.zerofs.lsm.cache;

import org.jspecify.annotations.NullMarked;
