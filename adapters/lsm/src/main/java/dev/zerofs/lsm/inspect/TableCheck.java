package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.lsm.sst.TableVisitor;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.function.Predicate;

/** Checks one table after the other, and what their entries refer to. For one thread. */
final class TableCheck {

  private final Volume volume;
  private final ObjectNames names;
  private final Incarnations incarnations;
  private final Findings findings;
  private final ReferenceCheck references;
  private long tableCount;
  private long entryCount;

  TableCheck(
      Volume volume,
      ObjectNames names,
      Incarnations incarnations,
      Findings findings,
      ReferenceCheck references) {
    this.volume = volume;
    this.names = names;
    this.incarnations = incarnations;
    this.findings = findings;
    this.references = references;
  }

  long tableCount() {
    return tableCount;
  }

  long entryCount() {
    return entryCount;
  }

  /** Checks {@code table}, or as much of it as there is before its writer has moved on. */
  void check(SstMeta table) {
    ObjectKey key = names.sst(table.volumeIndex(), table.id());
    KeyRange keys = new KeyRange(table.from(), table.to());
    Predicate<Manifest> isNeeded = manifest -> Volume.needs(manifest, table);
    tableCount++;
    try {
      check(table, key, keys, isNeeded);
      references.finish(isNeeded);
    } catch (VanishedException e) {
      references.abandon();
      if (volume.isLost(key, isNeeded)) {
        findings.damage(e, keys);
      }
    } catch (MovedOnException _) {
      references.abandon();
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      findings.damage(e, keys);
    }
  }

  private void check(SstMeta table, ObjectKey key, KeyRange keys, Predicate<Manifest> isNeeded) {
    ObjectSummary found = volume.store().head(key);
    if (found == null) {
      throw new VanishedException(key);
    }
    if (found.sizeBytes() != table.sizeBytes()) {
      findings.damage(
          key + " has " + found.sizeBytes() + " bytes, expected " + table.sizeBytes(), keys);
      return;
    }
    TableAnatomy anatomy =
        TableAnatomy.open(
            key, table.sizeBytes(), volume.window(key, table.sizeBytes()), volume.codec());
    anatomy.header().require(table.id().epoch(), table.id().id(), key);
    if (!incarnations.fits(
        table.volumeIndex(), table.id().epoch(), anatomy.header().incarnation())) {
      findings.damage(key + " was written by somebody else than its epoch's writer", keys);
    }
    if (!anatomy.meta(table.volumeIndex(), table.space()).equals(table)) {
      findings.damage(key + ": the manifest describes it otherwise", keys);
    }
    Visitor visitor = new Visitor(key, isNeeded);
    anatomy.walk(table.volumeIndex(), visitor);
    TableSpace stated = table.space();
    boolean isCounted = !stated.equals(TableSpace.NONE) && !visitor.damaged;
    if (isCounted
        && (stated.referencedBytes() != visitor.referencedBytes
            || stated.deletionCount() != visitor.deletionCount)) {
      findings.damage(
          key
              + ": %d bytes referred to and %d deletions, the manifest says %d and %d"
                  .formatted(
                      visitor.referencedBytes,
                      visitor.deletionCount,
                      stated.referencedBytes(),
                      stated.deletionCount()));
    }
  }

  private final class Visitor implements TableVisitor {
    private final ObjectKey key;
    private final Predicate<Manifest> isNeeded;
    private long referencedBytes;
    private long deletionCount;
    private boolean damaged;

    Visitor(ObjectKey key, Predicate<Manifest> isNeeded) {
      this.key = key;
      this.isNeeded = isNeeded;
    }

    @Override
    public void part(String what, long offset, int storedLength) {}

    @Override
    public void entry(InternalEntry entry) {
      entryCount++;
      switch (entry.value()) {
        case Value.Reference(FrameRef frame, int _) -> referencedBytes += frame.storedLength();
        case Value.Tombstone _ -> deletionCount++;
        case Value.Inline _ -> {}
      }
      references.check(entry, key, isNeeded);
    }

    @Override
    public void damage(String problem, Bytes from, Bytes to) {
      damaged = true;
      findings.damage(problem, new KeyRange(from, to));
    }
  }
}
