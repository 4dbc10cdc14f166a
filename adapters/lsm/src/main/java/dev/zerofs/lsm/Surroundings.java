package dev.zerofs.lsm;

import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.ports.objectstore.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * What a store is opened with.
 *
 * @param options how it is configured
 * @param store where the volume is
 * @param readers make readers of frames
 * @param disk the disk cache, or null
 */
record Surroundings(
    LsmOptions options, ObjectStore store, FrameReaders readers, @Nullable DiskCache disk) {}
