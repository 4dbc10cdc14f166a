package dev.zerofs.ports.filesystem;

import org.jspecify.annotations.Nullable;

/**
 * New values for some attributes (RFC 1813 sattr3).
 *
 * @param mode the new low 12 mode bits, or null to leave them (new objects: 0)
 * @param uid the new owner, or null to leave it (new objects: the caller)
 * @param gid the new group, or null to leave it (new objects: the caller's, or the directory's if
 *     that has set-gid)
 * @param sizeBytes the new length, 0 or more, or null to leave it
 * @param accessed what becomes of atime
 * @param modified what becomes of mtime
 */
public record AttributeChange(
    @Nullable Integer mode,
    @Nullable Integer uid,
    @Nullable Integer gid,
    @Nullable Long sizeBytes,
    TimeChange accessed,
    TimeChange modified) {

  /** Changes nothing. */
  public static final AttributeChange NONE =
      new AttributeChange(null, null, null, null, TimeChange.KEEP, TimeChange.KEEP);

  /** Sets the mode only. */
  public static AttributeChange ofMode(int mode) {
    return new AttributeChange(mode, null, null, null, TimeChange.KEEP, TimeChange.KEEP);
  }

  /** Sets the size only. */
  public static AttributeChange ofSize(long sizeBytes) {
    return new AttributeChange(null, null, null, sizeBytes, TimeChange.KEEP, TimeChange.KEEP);
  }
}
