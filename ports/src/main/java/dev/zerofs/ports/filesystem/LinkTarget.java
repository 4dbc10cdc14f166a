package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;

/**
 * Where a symbolic link points.
 *
 * @param target the text, as it was given
 * @param link the link's attributes
 */
public record LinkTarget(Bytes target, Attributes link) {}
