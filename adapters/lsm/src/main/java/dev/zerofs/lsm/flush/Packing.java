package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameAddress;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.segment.PackBuilder;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the values of a memtable out of segments that hold little else of use into packs, on the
 * way into a table: constant small syncs would otherwise leave an object for each of them.
 */
final class Packing {

  private static final Logger LOG = LoggerFactory.getLogger(Packing.class);

  /** One segment alone gains nothing. */
  private static final int SEGMENT_COUNT_MIN = 2;

  private final RecentSegments recent;
  private final FrameReader frames;
  private final PackStore packs;
  private final long thinBytes;
  private final long packBytes;

  /**
   * A packing.
   *
   * @param thinBytes a segment is emptied if fewer bytes of it are referred to
   * @param packBytes about how large packs are
   */
  Packing(
      RecentSegments recent, FrameReader frames, PackStore packs, long thinBytes, long packBytes) {
    this.recent = recent;
    this.frames = frames;
    this.packs = packs;
    this.thinBytes = thinBytes;
    this.packBytes = packBytes;
  }

  /**
   * What was packed.
   *
   * @param packs to be uploaded
   * @param moves where values are found from then on
   */
  record Packed(List<PackBuilder.Pack> packs, Map<FrameRef, Value.Reference> moves) {

    static final Packed NOTHING = new Packed(List.of(), Map.of());

    InternalEntry moved(InternalEntry entry) {
      return entry.value() instanceof Value.Reference reference
              && moves.get(reference.frame()) instanceof Value.Reference now
          ? new InternalEntry(entry.key(), entry.sequence(), now)
          : entry;
    }
  }

  /**
   * Packs what is worth it of {@code memtable}, whose segments are all in the store. What cannot be
   * read stays where it is.
   */
  Packed pack(Memtable memtable, long sequence) {
    Set<SegmentId> thin = thinSegments(memtable);
    if (thin.size() < SEGMENT_COUNT_MIN) {
      return Packed.NOTHING;
    }
    List<PackBuilder.Pack> finished = new ArrayList<>();
    try {
      return pack(memtable, thin, sequence, finished);
    } catch (KeyValueException e) {
      LOG.warn("small segments are not packed: {}", e.getMessage());
      packs.giveUp(finished);
      return Packed.NOTHING;
    }
  }

  private Packed pack(
      Memtable memtable, Set<SegmentId> thin, long sequence, List<PackBuilder.Pack> finished) {
    Map<FrameRef, Value.Reference> moves = new HashMap<>();
    List<FrameRef> added = new ArrayList<>();
    PackBuilder builder = new PackBuilder();
    EntryIterator all = memtable.iterator(TableBuilder.FIRST_KEY, Memtable.AFTER_ALL_KEYS);
    for (InternalEntry entry = all.next(); entry != null; entry = all.next()) {
      if (entry.value() instanceof Value.Reference(FrameRef frame, int length)
          && thin.contains(frame.segment())) {
        builder.add(entry.key(), length, soundFrame(frame));
        added.add(frame);
      }
      if (builder.sizeBytes() >= packBytes) {
        end(builder, added, sequence, finished, moves);
      }
    }
    if (!builder.isEmpty()) {
      end(builder, added, sequence, finished, moves);
    }
    return new Packed(finished, moves);
  }

  private void end(
      PackBuilder builder,
      List<FrameRef> added,
      long sequence,
      List<PackBuilder.Pack> finished,
      Map<FrameRef, Value.Reference> moves) {
    PackBuilder.Pack pack = packs.finish(builder, sequence);
    for (int i = 0; i < added.size(); i++) {
      moves.put(added.get(i), pack.references().get(i));
    }
    finished.add(pack);
    added.clear();
  }

  private Bytes soundFrame(FrameRef address) {
    Bytes atHand = recent.frame(address);
    return atHand != null && FrameCodec.isSound(atHand)
        ? atHand
        : frames.soundFrames(List.of(FrameAddress.of(address))).getFirst();
  }

  private Set<SegmentId> thinSegments(Memtable memtable) {
    Map<SegmentId, Long> bytes = new HashMap<>();
    EntryIterator all = memtable.iterator(TableBuilder.FIRST_KEY, Memtable.AFTER_ALL_KEYS);
    for (InternalEntry entry = all.next(); entry != null; entry = all.next()) {
      if (entry.value() instanceof Value.Reference(FrameRef frame, int _)
          && frame.volumeIndex() == 0
          && !frame.segment().isPack()) {
        bytes.merge(frame.segment(), (long) frame.storedLength(), Long::sum);
      }
    }
    Set<SegmentId> thin = new HashSet<>();
    bytes.forEach(
        (segment, sum) -> {
          if (sum < thinBytes) {
            thin.add(segment);
          }
        });
    return thin;
  }
}
