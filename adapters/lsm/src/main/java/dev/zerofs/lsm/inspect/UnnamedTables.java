package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.HashSet;
import java.util.Set;

/**
 * Tables that one manifest does not name: garbage, or on their way into the next one. Whatever is
 * in a table is in the log too until a manifest names the table. So one that has newer batches than
 * manifest and logs together tells that a manifest is lost. For one thread.
 */
final class UnnamedTables {

  private final Volume volume;
  private final ObjectNames names;
  private final Set<ObjectKey> named = new HashSet<>();
  private long count;
  private long bytes;
  private long newestSequence;
  private String newest = "";

  UnnamedTables(Volume volume, Manifest manifest) {
    this.volume = volume;
    names = volume.names(manifest);
    for (SstMeta table : (Iterable<SstMeta>) Volume.tables(manifest)::iterator) {
      named.add(names.sst(table.volumeIndex(), table.id()));
    }
  }

  /** Lists them, and nothing more. */
  void list() {
    volume.store().list(names.sstPrefix(), this::isUnnamed);
  }

  /** Lists them and reads their ends. */
  void read() {
    volume
        .store()
        .list(
            names.sstPrefix(),
            found -> {
              if (isUnnamed(found)) {
                read(found);
              }
            });
  }

  private boolean isUnnamed(ObjectSummary found) {
    if (named.contains(found.key())) {
      return false;
    }
    count++;
    bytes += found.sizeBytes();
    return true;
  }

  private void read(ObjectSummary found) {
    try {
      ObjectWindow window = volume.window(found.key(), found.sizeBytes());
      SstMeta table =
          TableAnatomy.open(found.key(), found.sizeBytes(), window, volume.codec())
              .meta(0, TableSpace.NONE);
      if (table.sequenceMax() > newestSequence) {
        newestSequence = table.sequenceMax();
        newest = found.key().value();
      }
    } catch (VanishedException | KeyValueException.Corrupt | KeyValueException.Unusable _) {
      // It is garbage, or its writer is about to find out.
      return;
    }
  }

  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /** The newest batch in any of them, 0 if there is none. */
  long newestSequence() {
    return newestSequence;
  }

  /** The name of the table that has it. */
  String newest() {
    return newest;
  }
}
