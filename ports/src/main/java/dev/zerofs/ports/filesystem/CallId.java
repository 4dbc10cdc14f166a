package dev.zerofs.ports.filesystem;

/**
 * Which call an operation is carried out for: the same one for every repetition of a call, never
 * the same for two different calls. A protocol makes it, of everything that tells its calls apart,
 * by a hash that nobody finds two inputs for; nobody else looks inside.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
public record CallId(long high, long low) {}
