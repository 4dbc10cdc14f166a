/**
 * Stores that live in memory: oracles for the tests of everything above the ports, and the {@code
 * memory://} object store and {@code memory} key-value store for trying things out.
 *
 * <p>Entry types: {@link dev.zerofs.memory.MemoryObjectStore}, and {@link
 * dev.zerofs.memory.MemoryKeyValueStore} over a {@link dev.zerofs.memory.MemoryVolume}. They are
 * meant to be obviously right before anything else. Never belongs here: caches, limits, faults
 * (those are a decorator of the tests).
 */
@NullMarked
package dev.zerofs.memory;

import org.jspecify.annotations.NullMarked;
