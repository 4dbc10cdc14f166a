package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.SegmentId;

/**
 * What a table references in one log segment.
 *
 * @param volumeIndex which volume the segment belongs to
 * @param segment the segment
 * @param storedBytes the sum of the stored lengths of the frames referenced
 * @param frameCount how many frames are referenced
 */
public record SegmentUse(int volumeIndex, SegmentId segment, long storedBytes, long frameCount) {}
