/**
 * The outbound port to whatever keeps whole objects under names: a cloud bucket or a directory.
 *
 * <p>Entry type: {@link dev.zerofs.ports.objectstore.ObjectStore}; its failures are the sealed
 * family {@link dev.zerofs.ports.objectstore.ObjectStoreException}. Who wraps a store begins with
 * {@link dev.zerofs.ports.objectstore.ForwardingObjectStore}; who keeps one in a cloud's bucket,
 * with {@link dev.zerofs.ports.objectstore.BucketLocation}. Never belongs here: compare-and-swap
 * (stores and emulators get it wrong, and nothing needs it), caching, retries, anything that knows
 * what is in an object.
 */
@NullMarked
package dev.zerofs.ports.objectstore;

import org.jspecify.annotations.NullMarked;
