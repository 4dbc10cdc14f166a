/**
 * A key-value store in RocksDB, for volumes on one machine.
 *
 * <p>Entry type: {@link dev.zerofs.rocksdb.RocksProvider}. Everything is in one database without
 * further column families, so that its log has one order:
 *
 * <pre>
 * 0x01 "format"            version of this layout, 8 bytes
 * 0x01 "epoch"             number of the writer's incarnation, 8 bytes
 * 0x01 "position"          the newest batch, 8 bytes; a part of every batch
 * 0x01 "checkpoint/" NAME  position, time in epoch ns, number of its directory, 8 bytes each
 * 0x02 KEY                 position of the batch that put it, 8 bytes, then the value
 * </pre>
 *
 * <p>Numbers are big-endian. A checkpoint is a RocksDB checkpoint (hard links) in {@code
 * checkpoints/NUMBER} beside the database. Never belongs here: what keys and values mean.
 */
@NullMarked
package dev.zerofs.rocksdb;

import org.jspecify.annotations.NullMarked;
