package dev.zerofs.ports.filesystem;

/**
 * A name that was made, or an existing file that an unchecked create opened.
 *
 * @param object what it names
 * @param directory the directory before and after
 */
public record Created(Attributes object, Wcc directory) {}
