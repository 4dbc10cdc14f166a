package dev.zerofs.ports.objectstore;

/**
 * The name of an object inside a store: segments of {@code [A-Za-z0-9._-]} joined by {@code /}.
 *
 * <p>The alphabet is what every store keeps unchanged and orders alike (by bytes). No segment is
 * empty, {@code .} or {@code ..}, so that a directory store cannot be talked out of its directory;
 * none has more than {@value #SEGMENT_LENGTH_MAX} characters, so that it can keep every key.
 *
 * @param value the whole name, 1 to 512 characters
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

  /** The longest name in characters, which are bytes here. */
  public static final int LENGTH_MAX = 512;

  /** The longest segment, which is what file systems take as a name. */
  public static final int SEGMENT_LENGTH_MAX = 255;

  /**
   * Checks the alphabet and the segments.
   *
   * @throws IllegalArgumentException naming what is wrong with {@code value}
   */
  public ObjectKey {
    if (value.isEmpty() || value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "object key has " + value.length() + " characters, expected 1 to " + LENGTH_MAX);
    }
    for (String segment : value.split("/", -1)) {
      requireSegment(segment, value);
    }
  }

  private static void requireSegment(String segment, String value) {
    if (segment.length() > SEGMENT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "object key '"
              + value
              + "': a segment has "
              + segment.length()
              + " characters, at most "
              + SEGMENT_LENGTH_MAX);
    }
    if (segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || !isOfTheAlphabet(segment)) {
      throw new IllegalArgumentException(
          "object key '" + value + "': segment '" + segment + "' is not of [A-Za-z0-9._-]+");
    }
  }

  private static boolean isOfTheAlphabet(String segment) {
    return segment
        .chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-');
  }

  /**
   * Whether any key can begin with {@code prefix}. A store that makes paths or requests of prefixes
   * asks this first, so that nobody has to think about {@code ..} and {@code //}.
   */
  public static boolean mayBeginWith(String prefix) {
    int lastSegment = prefix.lastIndexOf('/') + 1;
    String rest = prefix.substring(lastSegment);
    return prefix.length() <= LENGTH_MAX
        && (lastSegment == 0 || isKey(prefix.substring(0, lastSegment - 1)))
        && rest.length() <= SEGMENT_LENGTH_MAX
        && isOfTheAlphabet(rest); // "." alone is no segment, but it may go on as ".a"
  }

  private static boolean isKey(String text) {
    try {
      return new ObjectKey(text).value.equals(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** The key of {@code suffix} below this one: {@code this/suffix}. */
  public ObjectKey resolve(String suffix) {
    return new ObjectKey(value + "/" + suffix);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
