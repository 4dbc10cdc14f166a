package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Reads the values that entries refer to, a batch of references at a time and in the order in which
 * the values lie in the store, so that neighbours come with one request. For one thread.
 */
final class FrameCheck {

  /** So many damaged frames are remembered, so that they are not reported twice. */
  private static final int DAMAGED_COUNT_MAX = 1 << 12;

  /** So many requests are made at once. */
  private static final int STRETCHES_AT_ONCE = 8;

  private static final int BATCH_COUNT_MAX = 1 << 15;

  /** One request asks for this much at most, but for a single frame that is longer. */
  private static final int STRETCH_BYTES_MAX = 4 << 20;

  /** A gap that is cheaper to read than to leave out. */
  private static final int GAP_BYTES_MAX = 128 << 10;

  /**
   * A frame to be read.
   *
   * @param key whose value it is
   * @param frame where it lies
   * @param length how long the value is
   * @param object the segment's name
   * @param referrer the name of the object that refers to it
   */
  record Wanted(Bytes key, FrameRef frame, int length, ObjectKey object, ObjectKey referrer) {

    private static final Comparator<Wanted> ORDER =
        Comparator.comparing(Wanted::object).thenComparing(one -> one.frame().offset());

    private boolean isNear(Wanted next, long fromOffset) {
      return object.equals(next.object)
          && next.frame.offset() - frame.endOffset() <= GAP_BYTES_MAX
          && next.frame.endOffset() - fromOffset <= STRETCH_BYTES_MAX;
    }
  }

  private final Volume volume;
  private final Findings findings;
  private final List<Wanted> batch = new ArrayList<>();
  private final Set<String> damaged = new HashSet<>();
  private long frameCount;
  private long byteCount;

  FrameCheck(Volume volume, Findings findings) {
    this.volume = volume;
    this.findings = findings;
  }

  /** How many frames were read. */
  long frameCount() {
    return frameCount;
  }

  /** How many bytes they take in the store. */
  long byteCount() {
    return byteCount;
  }

  void add(Wanted wanted, Predicate<Manifest> isNeeded) {
    batch.add(wanted);
    if (batch.size() >= BATCH_COUNT_MAX) {
      finish(isNeeded);
    }
  }

  void abandon() {
    batch.clear();
  }

  /**
   * Reads the frames of the batch.
   *
   * @throws MovedOnException if a segment was deleted that nobody needs any more
   */
  void finish(Predicate<Manifest> isNeeded) {
    List<Wanted> sorted = new ArrayList<>(batch);
    batch.clear();
    sorted.sort(Wanted.ORDER);
    List<Stretch> stretches = new ArrayList<>();
    int from = 0;
    while (from < sorted.size()) {
      int end = from + 1;
      long offset = sorted.get(from).frame().offset();
      while (end < sorted.size() && sorted.get(end - 1).isNear(sorted.get(end), offset)) {
        end++;
      }
      stretches.add(new Stretch(sorted.subList(from, end)));
      if (stretches.size() == STRETCHES_AT_ONCE || end == sorted.size()) {
        read(stretches, isNeeded);
        stretches.clear();
      }
      from = end;
    }
  }

  /** Neighbouring frames of one segment. */
  private record Stretch(List<Wanted> frames) {
    ObjectKey object() {
      return frames.getFirst().object();
    }

    long offset() {
      return frames.getFirst().frame().offset();
    }

    int length() {
      long end = frames.stream().mapToLong(wanted -> wanted.frame().endOffset()).max().orElse(0);
      return Math.toIntExact(end - offset());
    }
  }

  private void read(List<Stretch> stretches, Predicate<Manifest> isNeeded) {
    List<Callable<Optional<Bytes>>> tasks = new ArrayList<>();
    for (Stretch stretch : stretches) {
      tasks.add(
          () ->
              Optional.ofNullable(
                  volume.store().get(stretch.object(), stretch.offset(), stretch.length())));
    }
    List<Optional<Bytes>> bodies = volume.parallel(tasks);
    for (int i = 0; i < stretches.size(); i++) {
      check(stretches.get(i), bodies.get(i), isNeeded);
    }
  }

  private void check(Stretch stretch, Optional<Bytes> body, Predicate<Manifest> isNeeded) {
    if (body.isEmpty() && !volume.isLost(stretch.object(), isNeeded)) {
      throw new MovedOnException(stretch.object() + " was deleted");
    }
    for (Wanted wanted : stretch.frames()) {
      frameCount++;
      byteCount += wanted.frame().storedLength();
      check(wanted, body.orElse(Bytes.EMPTY), stretch.offset());
    }
  }

  private void check(Wanted wanted, Bytes bytes, long from) {
    FrameRef frame = wanted.frame();
    String name = nameOf(wanted.object(), frame);
    try {
      check(wanted, name, slice(bytes, frame.offset() - from, frame.storedLength(), name));
    } catch (KeyValueException.Corrupt e) {
      Bytes anew = volume.store().get(wanted.object(), frame.offset(), frame.storedLength());
      if (anew == null) {
        report(wanted, new VanishedException(wanted.object()));
        return;
      }
      try {
        check(wanted, name, slice(anew, 0, frame.storedLength(), name));
      } catch (KeyValueException.Corrupt again) {
        report(wanted, again);
      }
    } catch (KeyValueException.Unusable e) {
      report(wanted, e);
    }
  }

  private void check(Wanted wanted, String name, Bytes frame) {
    var _ = volume.codec().decodeExactly(frame, wanted.length(), name);
  }

  private static Bytes slice(Bytes bytes, long offset, int length, String name) {
    if (bytes.length() - offset < length || length < FrameCodec.HEADER_BYTES) {
      throw new KeyValueException.Corrupt(name + " is cut short", null);
    }
    return bytes.slice((int) offset, length);
  }

  /** Whether this frame was found damaged. */
  boolean isDamaged(ObjectKey object, FrameRef frame) {
    return damaged.contains(nameOf(object, frame));
  }

  static String nameOf(ObjectKey object, FrameRef frame) {
    return object + " at " + frame.offset() + "+" + frame.storedLength();
  }

  private void report(Wanted wanted, Exception e) {
    if (damaged.size() < DAMAGED_COUNT_MAX) {
      damaged.add(nameOf(wanted.object(), wanted.frame()));
    }
    findings.damage(
        e.getMessage() + "; " + wanted.referrer() + " refers to it", KeyRange.of(wanted.key()));
  }
}
