package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of a volume's objects from its manifests to its values. For one use. */
final class EngineCheck {

  /** A writer at work replaces tables meanwhile; so often is looked for new ones. */
  private static final int ROUNDS_MAX = 8;

  private final Volume volume;
  private final Findings findings;
  private final Incarnations incarnations = new Incarnations();
  private final @Nullable FrameCheck frames;

  EngineCheck(Volume volume, Findings findings, boolean deep) {
    this.volume = volume;
    this.findings = findings;
    frames = deep ? new FrameCheck(volume, findings) : null;
  }

  CheckSummary run() {
    ManifestCheck chain = new ManifestCheck(volume.manifests(), incarnations, findings);
    chain.run();
    Manifest first = volume.manifests().newest();
    ObjectNames names = volume.names(first);
    SegmentTable segments = SpaceCount.list(volume, first);
    ReferenceCheck references = new ReferenceCheck(volume, names, segments, findings, frames);
    TableCheck tables = new TableCheck(volume, names, incarnations, findings, references);
    Manifest newest = checkTables(first, tables);
    checkLogs(newest, references);
    SegmentCheck each = new SegmentCheck(volume, names, incarnations, findings, frames);
    each.checkAll(segments);
    checkFences(chain, first, each);
    checkEpochs(segments);
    Manifest last = volume.manifests().newest();
    SpaceCount space = new SpaceCount(volume, last, segments);
    space.addUses();
    checkShares(segments);
    return new CheckSummary(
        last.version(),
        chain.count(),
        tables.tableCount(),
        tables.entryCount(),
        each.segmentCount(),
        each.fenceCount(),
        references.count(),
        frames == null ? 0 : frames.frameCount(),
        frames == null ? 0 : frames.byteCount(),
        space.total(),
        findings.damageCount(),
        findings.noteCount());
  }

  /** Checks the tables of {@code first} and of what comes after it meanwhile. */
  private Manifest checkTables(Manifest first, TableCheck check) {
    Manifest manifest = first;
    Set<SstMeta> checked = new HashSet<>();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<SstMeta> fresh = Volume.tables(manifest).filter(checked::add).toList();
      fresh.forEach(check::check);
      Manifest now = volume.manifests().newest();
      if (fresh.isEmpty() || now.version() == manifest.version()) {
        return now;
      }
      manifest = now;
    }
    Manifest last = manifest;
    long left = Volume.tables(last).filter(table -> !checked.contains(table)).count();
    if (left > 0) {
      findings.note(
          "%s: %d tables are so new that they were not checked"
              .formatted(volume.manifests().nameOf(last.version()), left));
    }
    return last;
  }

  private void checkLogs(Manifest newest, ReferenceCheck references) {
    UnnamedTables unnamed = new UnnamedTables(volume, newest);
    unnamed.read();
    // What was on its way then is known to the manifest and the logs that are looked at now.
    Manifest manifest = volume.manifests().newest();
    LogCheck logs = new LogCheck(volume, manifest, findings, references);
    logs.run();
    if (unnamed.newestSequence() > logs.lastSequence()
        && volume.manifests().newest().version() == manifest.version()) {
      findings.damage(
          "%s or a newer one is missing: %s has batches up to %d, all others end with %d"
              .formatted(
                  volume.manifests().nameOf(manifest.version() + 1),
                  unnamed.newest(),
                  unnamed.newestSequence(),
                  logs.lastSequence()));
    }
  }

  /** A log that had to be closed by a later writer has a fence, which stays for ever. */
  private void checkFences(ManifestCheck chain, Manifest first, SegmentCheck each) {
    Set<Long> open = new HashSet<>();
    first.logs().stream().filter(log -> !log.isClosed()).map(EpochLog::epoch).forEach(open::add);
    for (long epoch : chain.fenced()) {
      if (!open.contains(epoch) && !each.fencedEpochs().contains(epoch)) {
        String log = volume.names(first).segmentPrefix(epoch);
        String at =
            first.logs().stream()
                .filter(one -> one.epoch() == epoch && one.isClosed())
                .map(one -> new SegmentId(epoch, one.fenceId().orElseThrow()))
                .map(id -> volume.names(first).segment(id).value())
                .findFirst()
                .orElse(log);
        findings.damage(at + " is missing: the fence that closes the log of epoch " + epoch);
      }
    }
  }

  /** Nobody can refer to more of a segment than there is. */
  private void checkShares(SegmentTable segments) {
    for (int at = 0; at < segments.count(); at++) {
      if (segments.liveBytes(at) > segments.sizeBytes(at)) {
        findings.damage(
            "log segment %s has %d bytes, tables refer to %d of them"
                .formatted(segments.segment(at), segments.sizeBytes(at), segments.liveBytes(at)));
      }
    }
  }

  /** Whoever writes has claimed its epoch with a manifest before. */
  private void checkEpochs(SegmentTable segments) {
    Manifest newest = volume.manifests().newest();
    for (int at = segments.count() - 1; at >= 0; at--) {
      SegmentId segment = segments.segment(at);
      if (segments.volumeIndex(at) == 0 && segment.epoch() > newest.epoch()) {
        findings.damage(
            "%s or a newer one is missing: log segment %s is of a later epoch than all manifests"
                .formatted(volume.manifests().nameOf(newest.version() + 1), segment));
        return;
      }
    }
  }
}
