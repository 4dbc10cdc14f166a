package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.function.Consumer;

/** Every log segment of a volume as people read it, one line each, and a summary. */
final class SegmentsText {

  private final Volume volume;
  private final Manifest manifest;
  private final ObjectNames names;
  private final Consumer<String> out;

  SegmentsText(Volume volume, Manifest manifest, Consumer<String> out) {
    this.volume = volume;
    this.manifest = manifest;
    this.names = volume.names(manifest);
    this.out = out;
  }

  void write() {
    SegmentTable segments = SpaceCount.list(volume, manifest);
    SpaceCount space = new SpaceCount(volume, manifest, segments);
    space.addUses();
    long count = 0;
    for (int at = 0; at < segments.count(); at++) {
      if (segments.volumeIndex(at) == 0) {
        count++;
        write(segments, at);
      }
    }
    CheckSummary.Space total = space.total();
    out.accept(
        ("total: %d segments, %d bytes, %d live (%s), %d bytes to replay,"
                + " %d dead segments of %d bytes")
            .formatted(
                count,
                total.segmentBytes(),
                total.liveBytes(),
                percent(total.liveBytes(), total.segmentBytes()),
                total.replayBytes(),
                total.deadSegmentCount(),
                total.deadSegmentBytes()));
  }

  private void write(SegmentTable segments, int at) {
    SegmentId segment = segments.segment(at);
    ObjectKey key = names.segment(segment);
    long sizeBytes = segments.sizeBytes(at);
    try {
      SegmentAnatomy anatomy =
          SegmentAnatomy.read(
              segment, sizeBytes, key, volume.window(key, sizeBytes), volume.codec());
      out.accept(key + ": " + text(anatomy, sizeBytes, segments.liveBytes(at)));
    } catch (VanishedException _) {
      out.accept(key + ": deleted meanwhile");
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      out.accept(key + ": unreadable: " + e.getMessage());
    }
  }

  private String text(SegmentAnatomy anatomy, long sizeBytes, long liveBytes) {
    if (anatomy.isFence()) {
      return "fence by epoch %d, %d bytes".formatted(anatomy.fencedBy(), sizeBytes);
    }
    long frames =
        anatomy.batches().stream()
            .flatMap(batch -> batch.points().stream())
            .filter(point -> anatomy.holds(point.value()))
            .count();
    return "%s %d to %d, %d bytes, %d frames, %d live (%s), %s"
        .formatted(
            anatomy.segment().isPack() ? "pack of batches" : "batches",
            anatomy.firstSequence(),
            anatomy.lastSequence(),
            sizeBytes,
            frames,
            liveBytes,
            percent(liveBytes, sizeBytes - anatomy.framesOffset()),
            place(anatomy.segment()));
  }

  private String place(SegmentId segment) {
    if (Volume.replays(manifest, segment)) {
      return "to replay";
    }
    boolean behind =
        manifest.logs().stream()
            .filter(log -> log.epoch() == segment.epoch() && log.isClosed())
            .mapToLong((EpochLog log) -> log.fenceId().orElseThrow())
            .anyMatch(fence -> segment.id() >= fence);
    return behind ? "behind the end of its log" : "in tables";
  }

  private static String percent(long part, long whole) {
    return whole <= 0 ? "-" : 100 * part / whole + " %";
  }
}
