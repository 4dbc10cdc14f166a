/**
 * The manifest: a full snapshot of which objects make up the tree, one object per version.
 *
 * <pre>
 * manifest     := header body:frame              (kind MANIFEST; id = the manifest's version)
 * body         := volume:u64 u64                 the volume's random id
 *                 nextSstId:varint sequenceFloor:varint
 *                 volumes:list(string)           prefixes of the volumes referred to; own one first
 *                 tables:list(table)             every table once, ascending by volume and id
 *                 runs
 *                 logs:list(log)                 ascending by epoch
 *                 checkpoints:list(checkpoint)   ascending by sequence and name
 *                 incarnations:list(incarnation) ascending by volume and epoch
 * list(x)      := count:varint x*
 * table        := volumeIndex:varint epoch:varint id:varint size:varint
 *                 from:string to:string          from &lt;= key &lt; to for every key, also of
 *                                                range tombstones
 *                 entries:varint rangeTombstones:varint
 *                 sequenceMin:varint sequenceMax:varint
 *                 referencedBytes:varint deletions:varint hiddenBytes:varint
 * runs         := list(list(tableIndex:varint))  newest run first; tables of a run ascending by key
 * log          := epoch:varint incarnation:u64 replayFrom:varint
 *                 fenceIdPlusOne:varint          0 while it is not closed
 *                 journal
 * journal      := 0:u8 | 1:u8 id:u64 u64 drained:u8
 * checkpoint   := name:string sequence:varint createdEpochNanos:u64
 *                 runs logRanges:list(logRange)
 * logRange     := epoch:varint from:varint end:varint   segments to replay, end not included
 * incarnation  := volumeIndex:varint epoch:varint number:u64
 * </pre>
 *
 * <p>Version 1 had no incarnations and, in a table, nothing after sequenceMax.
 *
 * <p>The manifest holds nothing per log segment: it must stay small however large the volume is.
 *
 * <p>A table's references count volumes from the table's own: index {@code j} in a table of volume
 * {@code i} means volume {@code i + j} here. So the volume table of a clone is the clone's own
 * prefix followed by its base's whole volume table, and tables are shared as they are.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.manifest.Manifest}, {@link
 * dev.zerofs.lsm.manifest.ManifestCodec}. Never belongs here: creating, listing or deleting
 * manifests.
 */
@NullMarked
package dev.zerofs.lsm.manifest;

import org.jspecify.annotations.NullMarked;
