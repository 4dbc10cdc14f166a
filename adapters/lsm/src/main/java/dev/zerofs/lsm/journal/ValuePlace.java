package dev.zerofs.lsm.journal;

import java.nio.file.Path;

/**
 * Where in the journal the whole of a value is, byte by byte.
 *
 * @param file the file
 * @param offset of the value's first byte
 * @param length in bytes
 */
public record ValuePlace(Path file, long offset, int length) {}
