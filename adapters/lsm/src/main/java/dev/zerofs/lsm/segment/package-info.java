/**
 * Log segments: the objects in which batches become durable, together with their large values.
 *
 * <pre>
 * segment  := header prologue records frame*        header: kind SEGMENT, epoch and id
 * prologue := kind:u8                               1 batches, 2 fence, 3 pack
 *             fencedBy:u64                          the epoch that closed this log, else 0
 *             firstSequence:u64 lastSequence:u64    of its batches; 0 in a fence
 *             recordsStored:u32                     length of records as it stands here
 *             recordsLength:u32                     length of records when decoded
 *             crc32c                                of the prologue before it
 * records  := frame of { batch* }                   absent in a fence
 * batch    := sequenceDelta:varint                  from the batch before, or firstSequence
 *             ranges:varint range*  points:varint point*
 * range    := from:string to:string                 deletes from &lt;= key &lt; to, of before
 * point    := 0:u8 key:string                                       delete
 *           | 1:u8 key:string value:string                          put of a small value
 *           | 2:u8 key:string length:varint storedLength:varint     put of a value in a frame
 *           | 3:u8 key:string length:varint volumeIndex:varint epoch:varint id:varint
 *                  offset:varint storedLength:varint                a value that was moved
 * </pre>
 *
 * <p>A pack holds values that were moved out of other segments, in the order of their keys. Its
 * records are one batch of kind-2 points that say whose values its frames are; they are for people
 * and checks, and never replayed. What makes a move count is a table, or a point of kind 3 in the
 * log. Version 1 had neither packs nor points of kind 3.
 *
 * <p>The frames stand after the records in the order in which the records mention them, so a
 * frame's offset is the sum of what stands before it and replay reads only the beginning of an
 * object. A key occurs at most once in a batch, and a range never covers a point of its own batch's
 * earlier changes: batches are normalised before they get here. Where a later batch of the same
 * segment overwrites a key and no snapshot lies between, the earlier point is left out, and so are
 * batches that become empty by that.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.segment.OpenSegment}, {@link
 * dev.zerofs.lsm.segment.SealedSegment}, {@link dev.zerofs.lsm.segment.PackBuilder}, {@link
 * dev.zerofs.lsm.segment.SegmentLog}. Never belongs here: when to seal, retries, what a fence means
 * to whom.
 */
@NullMarked
package dev.zerofs.lsm.segment;

import org.jspecify.annotations.NullMarked;
