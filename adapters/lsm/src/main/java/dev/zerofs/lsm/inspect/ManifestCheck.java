package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The chain of manifests: the newest ones are all there, can be read, and agree on whose volume it
 * is. For one thread.
 */
final class ManifestCheck {

  private final ManifestObjects manifests;
  private final Incarnations incarnations;
  private final Findings findings;
  private @Nullable Manifest previous;
  private final Set<Long> fenced = new TreeSet<>();
  private long count;

  ManifestCheck(ManifestObjects manifests, Incarnations incarnations, Findings findings) {
    this.manifests = manifests;
    this.incarnations = incarnations;
    this.findings = findings;
  }

  /** How many were found. */
  long count() {
    return count;
  }

  /** Epochs whose logs a later writer had to close, as far as the chain still tells. */
  Set<Long> fenced() {
    return fenced;
  }

  void run() {
    List<Long> versions = manifests.versions();
    if (versions.isEmpty()) {
      return;
    }
    // What is older may have been left by a writer that ended before it could delete it.
    long newest = versions.getLast();
    for (long version = Math.max(1, newest - ManifestStep.KEPT + 1); version <= newest; version++) {
      check(version);
    }
    long first = newest - ManifestStep.KEPT;
    versions.stream().filter(version -> version <= first).forEach(this::checkOld);
  }

  private void check(long version) {
    try {
      Manifest manifest = manifests.read(version);
      if (manifest == null) {
        checkMissing(version);
      } else {
        count++;
        checkAfterPrevious(manifest);
      }
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      findings.damage(e, null);
    }
  }

  private void checkMissing(long version) {
    List<Long> now = manifests.versions();
    boolean due = now.isEmpty() || version > now.getLast() - ManifestStep.KEPT;
    if (due && !now.contains(version)) {
      findings.damage(
          manifests.nameOf(version)
              + " is missing: the newest "
              + ManifestStep.KEPT
              + " are always kept; if none is newer than "
              + (now.isEmpty() ? "this" : manifests.nameOf(now.getLast()))
              + ", newer ones may be missing as well");
    }
  }

  private void checkOld(long version) {
    try {
      count += manifests.read(version) == null ? 0 : 1;
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      findings.note(e.getMessage() + " (not needed: an old manifest that was not deleted)");
    }
  }

  private void checkAfterPrevious(Manifest manifest) {
    Manifest before = previous;
    previous = manifest;
    String name = manifests.nameOf(manifest.version()).value();
    if (!incarnations.learn(manifest)) {
      findings.damage(name + ": an epoch has another writer than other manifests say");
    }
    manifest.logs().stream()
        .filter(log -> !log.isClosed() && log.epoch() < manifest.epoch())
        .forEach(log -> fenced.add(log.epoch()));
    if (before == null) {
      return;
    }
    if (!before.volume().equals(manifest.volume())) {
      findings.damage(name + ": another volume than that of the manifest before");
    }
    if (before.epoch() > manifest.epoch()) {
      findings.damage(name + ": epoch " + manifest.epoch() + " after epoch " + before.epoch());
    }
    if (before.sequenceFloor() > manifest.sequenceFloor()) {
      findings.damage(
          "%s: what is in the tables goes up to %d, before up to %d"
              .formatted(name, manifest.sequenceFloor(), before.sequenceFloor()));
    }
  }
}
