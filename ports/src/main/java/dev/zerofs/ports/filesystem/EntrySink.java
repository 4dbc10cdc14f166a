package dev.zerofs.ports.filesystem;

/** Takes the entries of a listing while there is room. */
@FunctionalInterface
public interface EntrySink {

  /** Takes {@code entry}, or returns false if it does not fit; the listing then ends before it. */
  boolean accept(DirectoryEntry entry);
}
