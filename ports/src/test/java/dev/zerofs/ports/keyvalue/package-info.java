/**
 * The contract that every key-value store must keep.
 *
 * <p>Entry type: {@link dev.zerofs.ports.keyvalue.KeyValueStoreContract}, extended once per store.
 * Never belongs here: the inside of one engine.
 */
@NullMarked
package dev.zerofs.ports.keyvalue;

import org.jspecify.annotations.NullMarked;
