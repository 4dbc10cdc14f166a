package dev.zerofs.ports.filesystem;

import org.jspecify.annotations.Nullable;

/**
 * Weak cache consistency data (RFC 1813 §2.6): an object's attributes on both sides of an
 * operation, from inside its atomic step.
 *
 * @param before the attributes just before, or null if unknown
 * @param after the attributes just after, or null if unknown
 */
public record Wcc(@Nullable Attributes before, @Nullable Attributes after) {

  /** Nothing is known. */
  public static final Wcc UNKNOWN = new Wcc(null, null);

  /** The object did not change. */
  public static Wcc unchanged(Attributes attributes) {
    return new Wcc(attributes, attributes);
  }
}
