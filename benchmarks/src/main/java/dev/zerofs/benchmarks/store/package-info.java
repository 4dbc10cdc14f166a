/**
 * Decorators around the object store port: one counts what passes, one slows it down.
 *
 * <p>Entry types: {@link dev.zerofs.benchmarks.store.CountingObjectStore}, {@link
 * dev.zerofs.benchmarks.store.ThrottledObjectStore}, which is also a plug-in. Never belongs here:
 * what is stored, and any change to what a caller sees but for time and location.
 */
@NullMarked
package dev.zerofs.benchmarks.store;

import org.jspecify.annotations.NullMarked;
