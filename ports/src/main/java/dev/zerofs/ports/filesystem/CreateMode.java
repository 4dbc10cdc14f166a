package dev.zerofs.ports.filesystem;

/** How a regular file is created (RFC 1813 §3.3.8 createmode3). */
public sealed interface CreateMode {

  /**
   * Opens an existing regular file, applying the size alone, or makes a new one.
   *
   * @param attributes for the new file
   */
  record Unchecked(AttributeChange attributes) implements CreateMode {}

  /**
   * Refuses with EXIST if the name is taken.
   *
   * @param attributes for the new file
   */
  record Guarded(AttributeChange attributes) implements CreateMode {}

  /**
   * As guarded, but a repetition with the same verifier succeeds with the same file.
   *
   * @param verifier the client's 8 bytes
   */
  record Exclusive(long verifier) implements CreateMode {}
}
