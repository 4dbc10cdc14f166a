package dev.zerofs.ports.filesystem;

/**
 * How a listing ended.
 *
 * @param directory the directory's attributes
 * @param complete whether every entry was taken
 */
public record DirectoryListing(Attributes directory, boolean complete) {}
