package dev.zerofs.ports.filesystem;

/**
 * A hard link that was made.
 *
 * @param object the file after
 * @param directory the directory before and after
 */
public record Linked(Attributes object, Wcc directory) {}
