package dev.zerofs.ports.filesystem;

/**
 * What the file system allows at most.
 *
 * @param fileSizeBytes the longest file
 * @param nameLengthBytes the longest name
 * @param linkCount the most names of one inode
 * @param symlinkTargetBytes the longest target of a symbolic link
 */
public record Limits(
    long fileSizeBytes, int nameLengthBytes, int linkCount, int symlinkTargetBytes) {}
