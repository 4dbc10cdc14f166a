package dev.zerofs.lsm.format;

import dev.zerofs.ports.keyvalue.KeyValueException;

/**
 * The kinds of objects that the engine stores, with their magic numbers and format versions. A
 * release reads its own version and the one before.
 */
public enum ObjectKind {
  /** A full snapshot of the tree's shape: {@code manifest/<version>}. */
  MANIFEST("a ZeroFS manifest", 0x5a65726f4d414e49L, 1, 2),
  /** Ordered batches with their large values, a pack or a fence: {@code log/<epoch>/<id>}. */
  SEGMENT("a ZeroFS log segment", 0x5a65726f4c4f4753L, 1, 2),
  /** A sorted table: {@code sst/<epoch>/<id>}. */
  SST("a ZeroFS sorted table", 0x5a65726f53535442L, 1, 1);

  private final String title;
  private final long magic;
  private final int versionMin;
  private final int version;

  ObjectKind(String title, long magic, int versionMin, int version) {
    this.title = title;
    this.magic = magic;
    this.versionMin = versionMin;
    this.version = version;
  }

  /** What it is called in messages, with its article. */
  public String title() {
    return title;
  }

  /** The eight bytes by which it is recognised: {@code Zero} and four letters. */
  public long magic() {
    return magic;
  }

  /** The version that this release writes. */
  public int version() {
    return version;
  }

  /**
   * Checks that this release reads {@code found}.
   *
   * @throws KeyValueException.Unusable if it is too old or too new
   */
  public void requireReadable(int found, Object name) {
    if (found >= versionMin && found <= version) {
      return;
    }
    throw new KeyValueException.Unusable(
        "%s is too %s: format version %d of %s, this release reads %d to %d"
            .formatted(name, found > version ? "new" : "old", found, title, versionMin, version),
        null);
  }
}
