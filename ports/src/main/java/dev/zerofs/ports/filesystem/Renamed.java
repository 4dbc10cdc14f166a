package dev.zerofs.ports.filesystem;

/**
 * A name that was moved.
 *
 * @param source the directory it left, before and after
 * @param target the directory it entered, before and after; equal to {@code source} if the same
 */
public record Renamed(Wcc source, Wcc target) {}
