/**
 * Sorted tables: immutable objects of keys, small values and references to large ones.
 *
 * <pre>
 * table       := dataBlock* indexBlock* filterBlock* rangeTombstones segments partitions toc footer
 *                                                 every part but the footer is a frame
 * dataBlock   := block of entries                 (grammar of block: package dev.zerofs.lsm.block)
 *                  key     := the user key; all versions of a key are in one block, newest first
 *                  payload := sequence:varint kind:u8 value
 * value       := kind 0, deletion:  nothing
 *              | kind 1, inline:    byte*                         to the payload's end
 *              | kind 2, reference: length:varint volumeIndex:varint epoch:varint id:varint
 *                                   offset:varint storedLength:varint
 * indexBlock  := block with one entry per data block
 *                  key     := a separator: not less than any key of the data block, less than any
 *                             key after it
 *                  payload := handle
 * filterBlock := filter over the user keys of one partition (package dev.zerofs.lsm.filter)
 * partitions  := block with one entry per partition
 *                  key     := the separator of the partition's last data block
 *                  payload := indexBlock:handle filterBlock:handle
 * handle      := offset:varint storedLength:varint
 * rangeTombstones := fragments:varint { from:string to:string count:varint sequence:varint* }*
 *                                                 ascending and disjoint; sequences newest first
 * segments    := count:varint { volumeIndex:varint epoch:varint id:varint
 *                               bytes:varint frames:varint }*
 *                                                 what the table references in each log segment,
 *                                                 ascending
 * toc         := partitions:handle rangeTombstones:handle segments:handle
 *                from:string to:string            every key, also of range tombstones:
 *                                                 from &lt;= k &lt; to
 *                entries:varint fragments:varint sequenceMin:varint sequenceMax:varint
 * footer      := tocOffset:u64 tocStoredLength:u32 crc32c header
 *                                                 the checksum is over the 12 bytes before it; the
 *                                                 header is of kind SST
 * </pre>
 *
 * <p>A partition is a stretch of up to 256 data blocks or about 32,768 entries, so that filter and
 * index are loaded in pieces of bounded size however large the table is. What is needed to open a
 * table stands at its end and comes with one request.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.sst.SstWriter}, {@link dev.zerofs.lsm.sst.SstReader}. Never
 * belongs here: which tables there are, uploading, deleting.
 */
@NullMarked
package dev.zerofs.lsm.sst;

import org.jspecify.annotations.NullMarked;
