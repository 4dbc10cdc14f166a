package dev.zerofs.ports.filesystem;

/**
 * How full the file system is. Without a quota the totals are large fixed numbers.
 *
 * @param totalBytes all space
 * @param freeBytes what is left of it
 * @param totalInodes all inodes
 * @param freeInodes what is left of them
 */
public record Usage(long totalBytes, long freeBytes, long totalInodes, long freeInodes) {}
