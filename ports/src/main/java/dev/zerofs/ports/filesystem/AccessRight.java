package dev.zerofs.ports.filesystem;

/** What a caller may want to do with an object (RFC 1813 §3.3.4). */
public enum AccessRight {
  /** Read data or list a directory. */
  READ,
  /** Look a name up in a directory. */
  LOOKUP,
  /** Rewrite data or change entries of a directory. */
  MODIFY,
  /** Write new data or add entries. */
  EXTEND,
  /** Remove an entry of a directory. */
  DELETE,
  /** Execute a file. */
  EXECUTE
}
