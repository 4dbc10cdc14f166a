package dev.zerofs.ports.keyvalue;

import dev.zerofs.ports.bytes.Bytes;

/**
 * A key with its value and the batch that wrote it.
 *
 * @param key the key
 * @param value the value, possibly empty
 * @param position the batch that put it; entries that have long been durable may say {@link
 *     CommitPosition#NONE} instead
 */
public record Entry(Bytes key, Bytes value, CommitPosition position) {}
