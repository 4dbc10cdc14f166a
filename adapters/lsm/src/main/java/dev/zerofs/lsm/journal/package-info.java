/**
 * The local journal: what was acknowledged as stable and is not yet in the bucket, on a disk of
 * this machine.
 *
 * <p>Directory of one volume:
 *
 * <pre>
 * lock                     locked by the process that uses the journal
 * id                       identity := magic:u64 version:u16 high:u64 low:u64 crc32c
 * NNNNNNNNNNNNNNNN.journal files, numbered in hexadecimal in the order of their use
 * set-aside-…              journals of a history that went on without them
 * </pre>
 *
 * <p>File, big-endian (strings and varints as in {@code dev.zerofs.lsm.format}):
 *
 * <pre>
 * file    := head padding record* zero*     the head takes 4096 bytes; the file's size is fixed
 * head    := magic:u64 version:u16 journalHigh:u64 journalLow:u64 number:u64 use:u64 epoch:u64
 *            firstSequence:u64 crc32c
 * record  := length:u32 crc32c sequence:u64 payload      length of payload, never 0
 *            the checksum is over use:u64 sequence:u64 payload
 * payload := ranges:varint range* points:varint point*
 * range   := from:string to:string
 * point   := 0:u8 key:string                                       delete
 *          | 1:u8 key:string value:string                          put
 *          | 2:u8 key:string length:varint offset:varint part:string
 *            put of length bytes that differ from the visible value only in part, from offset on
 * </pre>
 *
 * <p>Files are filled with zeros and synchronised before their use, so that a record later costs
 * one write and one fdatasync that has no metadata to commit. {@code use} is a new random number
 * for each use of a file, so that what remains of an earlier use is never taken for a record.
 *
 * <p>A file that is wholly in the bucket is used again, or {@linkplain
 * dev.zerofs.lsm.journal.SpentFiles handed over} to the disk cache: then its values need not be
 * written there. Such a file is replaced by one of which no block is written yet if it was written
 * in large groups, since beside those the metadata that each synchronisation then commits count for
 * little; and else only by one that the cache gives back.
 *
 * <p>Replay applies records whose sequence follows what the bucket has, skips older ones and stops
 * at the first gap or broken record. A gap is legal: batches that reached the bucket before anybody
 * waited for them are never written here.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.journal.Journal}, {@link
 * dev.zerofs.lsm.journal.JournalDirectory}. Never belongs here: whether a journal belongs to the
 * volume's history.
 */
@NullMarked
package dev.zerofs.lsm.journal;

import org.jspecify.annotations.NullMarked;
