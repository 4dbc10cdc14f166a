package dev.zerofs.domain.time;

import dev.zerofs.domain.layout.Times;

/** When reading a file changes its atime. */
public enum AccessTimePolicy {
  /** If it is not later than mtime or ctime, or a day old, as Linux does it by default. */
  RELATIME,
  /** Never. */
  OFF,
  /** Always. */
  STRICT;

  private static final long DAY_NANOS = 24L * 60 * 60 * 1_000_000_000;

  /** Whether an access at {@code now} is worth noting in {@code times}. */
  public boolean notes(Times times, long now) {
    return switch (this) {
      case OFF -> false;
      case STRICT -> times.accessed() != now;
      case RELATIME ->
          times.accessed() <= times.modified()
              || times.accessed() <= times.changed()
              || now - times.accessed() >= DAY_NANOS;
    };
  }
}
