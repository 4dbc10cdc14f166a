package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.Backlog;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.reclaim.ReclaimStep;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The engine's numbers for people.
 *
 * @param tables what looking up costs
 * @param tree memtables and runs
 * @param backlog what is not uploaded
 * @param uploads what is on its way
 * @param admission how long writers waited
 * @param packs what was moved
 * @param reclaim what was given back
 * @param reads what is kept on this machine
 */
record Figures(
    Tables tables,
    TreeState tree,
    Backlog backlog,
    Uploads uploads,
    Admission admission,
    PackStore packs,
    ReclaimStep reclaim,
    ReadPath reads) {

  SortedMap<String, Long> now() {
    SortedMap<String, Long> figures = new TreeMap<>(reclaim.figures());
    Tree current = tree.now();
    figures.put("lookup.keys", tables.lookups().keyCount());
    figures.put("lookup.tables", tables.lookups().blockCount());
    figures.put("tree.runs", (long) current.runs().size());
    figures.put("tree.frozen-memtables", (long) current.frozen().size());
    figures.put("tree.memtable-bytes", current.active().sizeBytes());
    figures.put("upload.waiting-bytes", backlog.bytes());
    figures.put("upload.durable-sequence", uploads.durableSequence());
    figures.put("pack.uploaded-bytes", packs.uploadedBytes());
    figures.put("admission.waits", admission.waitCount());
    figures.put("admission.waited-nanos", admission.waitedNanos());
    reads.addFigures(figures);
    return figures;
  }
}
