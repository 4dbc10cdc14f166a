package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.segment.LoggedBatch;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.function.Predicate;

/**
 * What a start would replay: the segments of every log from its replay position on are all there,
 * up to where the log is closed or ends, and their batches follow each other. For one thread and
 * one manifest.
 */
final class LogCheck {

  private static final long UNKNOWN = -1;

  private final Volume volume;
  private final Manifest manifest;
  private final ObjectNames names;
  private final Findings findings;
  private final ReferenceCheck references;

  /** The first batch of the next segment, or unknown. */
  private long nextSequence;

  private long lastSequence;

  LogCheck(Volume volume, Manifest manifest, Findings findings, ReferenceCheck references) {
    this.volume = volume;
    this.manifest = manifest;
    this.findings = findings;
    this.references = references;
    names = volume.names(manifest);
    nextSequence = manifest.sequenceFloor() + 1;
    lastSequence = manifest.sequenceFloor();
  }

  /** The newest batch that a start would find. */
  long lastSequence() {
    return lastSequence;
  }

  void run() {
    for (EpochLog log : manifest.logs()) {
      new Walk(log).run();
    }
  }

  /** A walk along one log. */
  private final class Walk {
    private final EpochLog log;
    private final long end;
    private long next;
    private boolean ended;
    private long behindCount;

    Walk(EpochLog log) {
      this.log = log;
      next = log.replayFrom();
      end = log.fenceId().orElse(Long.MAX_VALUE);
    }

    void run() {
      ObjectKey after = next == 0 ? null : names.segment(new SegmentId(log.epoch(), next - 1));
      volume.store().list(names.segmentPrefix(log.epoch()), after, this::meet);
      if (log.isClosed()) {
        missUpTo(end);
        return;
      }
      // Where an open log ends, another manifest may know better by now.
      nextSequence = UNKNOWN;
      if (behindCount > 0 && isStillMissing()) {
        findings.note(
            "%s is missing, and %d segments are behind it: under way now, or when their writer"
                    .formatted(keyOf(next), behindCount)
                + " ended, and then never stable in the bucket");
      }
    }

    private boolean isStillMissing() {
      SegmentId segment = new SegmentId(log.epoch(), next);
      return volume.isLost(names.segment(segment), now -> Volume.replays(now, segment));
    }

    private void meet(ObjectSummary object) {
      StoredObject found = names.parse(object.key());
      if (found == null || new SegmentId(found.epoch(), found.id()).isPack()) {
        return;
      }
      long id = found.id();
      if (log.isClosed()) {
        missUpTo(Math.min(id, end));
      }
      if (id != next || id >= end || ended) {
        behindCount += ended ? 0 : 1;
        return;
      }
      next++;
      read(new SegmentId(log.epoch(), id), object);
    }

    private void missUpTo(long id) {
      for (; next < id; next++) {
        SegmentId segment = new SegmentId(log.epoch(), next);
        ObjectKey key = names.segment(segment);
        if (volume.isLost(key, now -> Volume.replays(now, segment))) {
          findings.damage(key + " is missing: what it recorded is in no table yet");
        }
        nextSequence = UNKNOWN;
      }
    }

    private void read(SegmentId segment, ObjectSummary object) {
      ObjectKey key = object.key();
      try {
        SegmentAnatomy anatomy =
            SegmentAnatomy.read(
                segment,
                object.sizeBytes(),
                key,
                volume.window(key, object.sizeBytes()),
                volume.codec());
        if (anatomy.isFence()) {
          meetFence(key);
        } else {
          checkSegment(anatomy, key);
        }
      } catch (VanishedException | KeyValueException.Corrupt | KeyValueException.Unusable _) {
        // Each segment is checked for itself, and what is wrong with this one reported there.
        nextSequence = UNKNOWN;
      }
    }

    private void meetFence(ObjectKey key) {
      ended = true;
      next--;
      if (log.isClosed()) {
        findings.damage(key + " is a fence, the manifest has it at " + keyOf(end));
        next = end;
        nextSequence = UNKNOWN;
      }
    }

    private void checkSegment(SegmentAnatomy anatomy, ObjectKey key) {
      if (anatomy.incarnation() != log.incarnation()) {
        findings.damage(key + " is not what the writer of its epoch made");
      }
      if (nextSequence != UNKNOWN && anatomy.firstSequence() != nextSequence) {
        findings.damage(
            key + " begins with batch " + anatomy.firstSequence() + ", expected " + nextSequence);
      }
      nextSequence = anatomy.lastSequence() + 1;
      lastSequence = Math.max(lastSequence, anatomy.lastSequence());
      Predicate<Manifest> isNeeded = now -> Volume.replays(now, anatomy.segment());
      try {
        for (LoggedBatch batch : anatomy.batches()) {
          for (LoggedBatch.Point point : batch.points()) {
            references.check(
                new InternalEntry(point.key(), batch.sequence(), point.value()), key, isNeeded);
          }
        }
        references.finish(isNeeded);
      } catch (MovedOnException _) {
        references.abandon();
      }
    }

    private ObjectKey keyOf(long id) {
      return names.segment(new SegmentId(log.epoch(), id));
    }
  }
}
