/**
 * The outbound port to an ordered, transactional store of keys and values: what the file system is
 * made of.
 *
 * <p>Entry type: {@link dev.zerofs.ports.keyvalue.KeyValueStore}. A change is visible when {@code
 * write} returns and durable when {@code sync} does; that split is what makes NFS UNSTABLE writes
 * honest. Never belongs here: what keys mean, segments, tables or any other inside of one engine.
 */
@NullMarked
package dev.zerofs.ports.keyvalue;

import org.jspecify.annotations.NullMarked;
