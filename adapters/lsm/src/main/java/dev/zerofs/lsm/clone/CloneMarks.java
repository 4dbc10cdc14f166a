package dev.zerofs.lsm.clone;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the checkpoints of one volume: pins of clones, and notices of deletions. One
 * request per call, failures are the store's; each call may be repeated. Safe for use by any number
 * of threads.
 */
public final class CloneMarks {

  private static final String PINS = "to/";
  private static final String NOTICE = "ending.";
  private static final int PAGE = 1000;
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern NAME = Pattern.compile(PINS + "((?:[0-9a-f]{2})*)\\.([0-9a-f]{16})");

  private final ObjectStore store;
  private final ObjectNames names;
  private final long incarnation;

  /**
   * One clone's hold on a checkpoint.
   *
   * @param target the prefix of the clone
   * @param maker the random number of who makes it
   */
  record Pin(String target, long maker) {

    String name() {
      String hex = HEX.formatHex(target.getBytes(StandardCharsets.UTF_8));
      return PINS + hex + "." + HEX.toHexDigits(maker);
    }

    static @Nullable Pin of(String name) {
      Matcher matcher = NAME.matcher(name);
      return matcher.matches()
          ? new Pin(
              new String(HEX.parseHex(matcher.group(1)), StandardCharsets.UTF_8),
              HexFormat.fromHexDigitsToLong(matcher.group(2)))
          : null;
    }
  }

  /** What stands beside one checkpoint. */
  record Found(boolean isEnding, List<Pin> pins) {}

  /**
   * The marks of the volume of {@code names}, made by a writer or a maker of clones.
   *
   * @param incarnation of who makes marks
   */
  public CloneMarks(ObjectStore store, ObjectNames names, long incarnation) {
    this.store = store;
    this.names = names;
    this.incarnation = incarnation;
  }

  /** The prefixes of clones that are made of {@code checkpoint}, or about to be. */
  public List<String> clonesOf(Checkpoint checkpoint) {
    return find(checkpoint).pins().stream().map(Pin::target).distinct().toList();
  }

  Found find(Checkpoint checkpoint) {
    String prefix = prefixOf(checkpoint);
    List<Pin> pins = new ArrayList<>();
    boolean isEnding = false;
    ObjectKey after = null;
    while (true) {
      ObjectPage page = store.list(prefix, after, PAGE);
      for (ObjectSummary mark : page.objects()) {
        String name = mark.key().value().substring(prefix.length());
        isEnding |= name.startsWith(NOTICE);
        Pin pin = Pin.of(name);
        if (pin != null) {
          pins.add(pin);
        }
        after = mark.key();
      }
      if (!page.more()) {
        return new Found(isEnding, List.copyOf(pins));
      }
    }
  }

  void pin(Checkpoint checkpoint, Pin pin) {
    store.put(new ObjectKey(prefixOf(checkpoint) + pin.name()), body(checkpoint));
  }

  /** Takes back the pin of a clone that this maker did not make, or that another has made. */
  void unpin(Checkpoint checkpoint, Pin pin) {
    store.delete(new ObjectKey(prefixOf(checkpoint) + pin.name()));
  }

  /**
   * Gives notice that {@code checkpoint} is about to be deleted.
   *
   * @param number of this attempt, random
   */
  public void giveNotice(Checkpoint checkpoint, long number) {
    store.put(noticeOf(checkpoint, number), body(checkpoint));
  }

  /** Takes a notice back, or cleans it up. */
  public void takeNoticeBack(Checkpoint checkpoint, long number) {
    store.delete(noticeOf(checkpoint, number));
  }

  private ObjectKey noticeOf(Checkpoint checkpoint, long number) {
    return new ObjectKey(prefixOf(checkpoint) + NOTICE + HEX.toHexDigits(number));
  }

  private String prefixOf(Checkpoint checkpoint) {
    return names.clonePrefix()
        + checkpoint.name()
        + "."
        + Long.toHexString(checkpoint.position().sequence())
        + "."
        + Long.toHexString(checkpoint.createdEpochNanos())
        + "/";
  }

  private Bytes body(Checkpoint checkpoint) {
    ByteWriter out = new ByteWriter(ObjectHeader.LENGTH_BYTES);
    new ObjectHeader(0, checkpoint.position().sequence(), incarnation)
        .encode(ObjectKind.CLONE_MARK, out);
    return out.takeBytes();
  }
}
