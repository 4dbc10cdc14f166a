package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums up what a table references in each log segment. For one thread. */
final class SegmentUses {

  private record Name(int volumeIndex, SegmentId segment) {}

  private static final Comparator<SegmentUse> ORDER =
      Comparator.comparingInt(SegmentUse::volumeIndex).thenComparing(SegmentUse::segment);

  private final Map<Name, SegmentUse> uses = new HashMap<>();

  void add(FrameRef frame) {
    uses.merge(
        new Name(frame.volumeIndex(), frame.segment()),
        new SegmentUse(frame.volumeIndex(), frame.segment(), frame.storedLength(), 1),
        (a, b) ->
            new SegmentUse(
                a.volumeIndex(),
                a.segment(),
                a.storedBytes() + b.storedBytes(),
                a.frameCount() + b.frameCount()));
  }

  /** The sums, ascending. */
  List<SegmentUse> sorted() {
    return uses.values().stream().sorted(ORDER).toList();
  }

  Bytes encode() {
    ByteWriter out = new ByteWriter(256);
    out.varint(uses.size());
    for (SegmentUse use : sorted()) {
      out.varint(use.volumeIndex()).varint(use.segment().epoch()).varint(use.segment().id());
      out.varint(use.storedBytes()).varint(use.frameCount());
    }
    return out.takeBytes();
  }

  static List<SegmentUse> decode(Bytes content, int tableVolumeIndex, Object name) {
    ByteReader in = new ByteReader(content, name);
    int count = in.count(5);
    List<SegmentUse> uses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int volumeIndex = tableVolumeIndex + in.varint(Integer.MAX_VALUE - tableVolumeIndex);
      SegmentId segment = new SegmentId(in.varint(), in.varint());
      uses.add(new SegmentUse(volumeIndex, segment, in.varint(), in.varint()));
    }
    in.end();
    return uses;
  }
}
