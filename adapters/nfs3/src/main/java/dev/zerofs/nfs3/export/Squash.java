package dev.zerofs.nfs3.export;

/** Which users are taken for the anonymous one. */
public enum Squash {
  /** Nobody. */
  NONE,
  /** User 0 and group 0. */
  ROOT,
  /** Everybody. */
  ALL
}
