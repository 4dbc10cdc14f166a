package dev.zerofs.ports.filesystem;

/**
 * A name that was looked up.
 *
 * @param object what it names
 * @param directory the directory's attributes
 */
public record Found(Attributes object, Attributes directory) {}
