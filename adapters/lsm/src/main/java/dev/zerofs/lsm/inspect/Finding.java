package dev.zerofs.lsm.inspect;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a check has found.
 *
 * @param kind how bad it is
 * @param text one line, which begins with the object's name
 * @param keys the keys whose values may be lost by it, or null if none are
 */
public record Finding(Kind kind, String text, @Nullable KeyRange keys) {

  /** How bad a finding is. */
  public enum Kind {
    /** Something is missing or wrong. */
    DAMAGE,
    /** Worth knowing, and nothing is lost by it, as far as anybody can tell. */
    NOTE
  }
}
