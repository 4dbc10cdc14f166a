package dev.zerofs.lsm.layout;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The names of a volume's objects. Numbers have 20 decimal digits, so that names sort as their
 * numbers do:
 *
 * <pre>
 * [prefix/]manifest/&lt;version&gt;
 * [prefix/]log/&lt;epoch&gt;/&lt;id&gt;
 * [prefix/]sst/&lt;epoch&gt;/&lt;id&gt;
 * [prefix/]clone/…                          see {@link dev.zerofs.lsm.clone}
 * </pre>
 *
 * @param volumePrefixes the prefix of every volume whose objects this one may refer to, {@code ""}
 *     for none; the one at index 0 is this volume's own
 */
public record ObjectNames(List<String> volumePrefixes) {

  /** The names of a volume that has its store for itself and refers to no other. */
  public static final ObjectNames ROOT = new ObjectNames(List.of(""));

  private static final int DIGITS = 20;
  private static final String NUMBER_MAX = digits(Long.MAX_VALUE);

  /** Copies the list and checks that there is an own prefix. */
  public ObjectNames {
    volumePrefixes = List.copyOf(volumePrefixes);
    if (volumePrefixes.isEmpty()) {
      throw new IllegalArgumentException("no volume prefix");
    }
  }

  /** The names of a volume at {@code prefix}, of which nothing else is known. */
  public static ObjectNames at(String prefix) {
    return new ObjectNames(List.of(prefix));
  }

  /**
   * The names of the volume that was found at {@code prefix}.
   *
   * @param volumePrefixes as its manifest has them
   * @throws KeyValueException.Unusable if it was made at another prefix and refers to volumes
   *     beside it, which would not be where it says
   */
  public static ObjectNames of(List<String> volumePrefixes, String prefix) {
    if (volumePrefixes.size() > 1 && !volumePrefixes.getFirst().equals(prefix)) {
      throw new KeyValueException.Unusable(
          "this is a clone that was made with volume.prefix '%s' and shares objects of %s; it was"
                  .formatted(
                      volumePrefixes.getFirst(), volumePrefixes.subList(1, volumePrefixes.size()))
              + " found at '"
              + prefix
              + "'",
          null);
    }
    List<String> prefixes = new ArrayList<>(volumePrefixes);
    prefixes.set(0, prefix);
    return new ObjectNames(prefixes);
  }

  /** The manifest of {@code version}. */
  public ObjectKey manifest(long version) {
    return new ObjectKey(manifestPrefix() + digits(version));
  }

  /** What the names of all manifests begin with. */
  public String manifestPrefix() {
    return prefix(0) + "manifest/";
  }

  /** The version of the manifest that {@code key} names, if it names one. */
  public OptionalLong manifestVersion(ObjectKey key) {
    String prefix = manifestPrefix();
    boolean isOne =
        key.value().startsWith(prefix) && isNumber(key.value().substring(prefix.length()));
    return isOne ? OptionalLong.of(lastNumber(key)) : OptionalLong.empty();
  }

  /** A log segment of a volume of the table. */
  public ObjectKey segment(int volumeIndex, SegmentId segment) {
    return numbered(volumeIndex, "log/", segment.epoch(), segment.id());
  }

  /** A log segment of this volume. */
  public ObjectKey segment(SegmentId segment) {
    return segment(0, segment);
  }

  /** What the names of all of this volume's log segments begin with. */
  public String segmentPrefix() {
    return prefix(0) + "log/";
  }

  /** What the names of all of this volume's log segments of {@code epoch} begin with. */
  public String segmentPrefix(long epoch) {
    return segmentPrefix() + digits(epoch) + "/";
  }

  /** A sorted table of a volume of the table. */
  public ObjectKey sst(int volumeIndex, SstId sst) {
    return numbered(volumeIndex, "sst/", sst.epoch(), sst.id());
  }

  /** A sorted table of this volume. */
  public ObjectKey sst(SstId sst) {
    return sst(0, sst);
  }

  /** The name of {@code object}. */
  public ObjectKey of(StoredObject object) {
    String kind =
        switch (object.kind()) {
          case SEGMENT -> "log/";
          case SST -> "sst/";
        };
    return numbered(object.volumeIndex(), kind, object.epoch(), object.id());
  }

  /** The log segment or table of this volume that {@code key} names, or null. */
  public @Nullable StoredObject find(ObjectKey key) {
    String name = key.value();
    boolean isSegment = name.startsWith(segmentPrefix());
    if (!isSegment && !name.startsWith(sstPrefix())) {
      return null;
    }
    String numbers = name.substring(isSegment ? segmentPrefix().length() : sstPrefix().length());
    if (!numbers.matches("[0-9]{20}/[0-9]{20}")) {
      return null;
    }
    return new StoredObject(
        isSegment ? StoredObject.Kind.SEGMENT : StoredObject.Kind.SST,
        0,
        Long.parseLong(numbers.substring(0, DIGITS)),
        Long.parseLong(numbers.substring(DIGITS + 1)));
  }

  /** What the names of all of this volume's sorted tables begin with. */
  public String sstPrefix() {
    return prefix(0) + "sst/";
  }

  /** What the names of all marks of this volume's clones begin with. */
  public String clonePrefix() {
    return prefix(0) + "clone/";
  }

  /** The object of this volume that {@code key} names, or null if it names no such object. */
  public @Nullable StoredObject parse(ObjectKey key) {
    StoredObject.Kind kind;
    String rest;
    if (key.value().startsWith(segmentPrefix())) {
      kind = StoredObject.Kind.SEGMENT;
      rest = key.value().substring(segmentPrefix().length());
    } else if (key.value().startsWith(sstPrefix())) {
      kind = StoredObject.Kind.SST;
      rest = key.value().substring(sstPrefix().length());
    } else {
      return null;
    }
    boolean isNumbered =
        rest.length() == 2 * DIGITS + 1
            && rest.charAt(DIGITS) == '/'
            && isNumber(rest.substring(0, DIGITS))
            && isNumber(rest.substring(DIGITS + 1));
    return isNumbered
        ? new StoredObject(
            kind,
            0,
            Long.parseLong(rest.substring(0, DIGITS)),
            Long.parseLong(rest.substring(DIGITS + 1)))
        : null;
  }

  /** Whether {@code text} is a number as names have it, which fits a long. */
  private static boolean isNumber(String text) {
    return text.length() == DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && text.compareTo(NUMBER_MAX) <= 0;
  }

  /**
   * The number in the last segment of a name.
   *
   * @throws IllegalArgumentException if the name is none of this volume's kind
   */
  public static long lastNumber(ObjectKey key) {
    String name = key.value();
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (!isNumber(last)) {
      throw new IllegalArgumentException("no number of " + DIGITS + " digits ends " + key);
    }
    return Long.parseLong(last);
  }

  private ObjectKey numbered(int volumeIndex, String kind, long epoch, long id) {
    return new ObjectKey(prefix(volumeIndex) + kind + digits(epoch) + "/" + digits(id));
  }

  private String prefix(int volumeIndex) {
    if (volumeIndex >= volumePrefixes.size()) {
      throw new KeyValueException.Corrupt(
          "something refers to volume %d of %s".formatted(volumeIndex, volumePrefixes), null);
    }
    String prefix = volumePrefixes.get(volumeIndex);
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  private static String digits(long number) {
    String text = Long.toString(number);
    return "0".repeat(DIGITS - text.length()) + text;
  }
}
