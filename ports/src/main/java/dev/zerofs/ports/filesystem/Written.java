package dev.zerofs.ports.filesystem;

/**
 * Data that was written; it is stable once the result's position is.
 *
 * @param lengthBytes how much of it, from its beginning
 * @param file the file before and after
 */
public record Written(int lengthBytes, Wcc file) {}
