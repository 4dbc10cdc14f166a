package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.Backlog;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.reclaim.ReclaimStep;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.time.Clock;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine's numbers for people.
 *
 * @param tables what looking up costs
 * @param tree memtables and runs
 * @param backlog what is not uploaded
 * @param uploads what is on its way
 * @param log what was not yet sent
 * @param journal what is on the local disk, or null
 * @param clock the writer's
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
    CommitLog log,
    @Nullable Journal journal,
    Clock clock,
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
    long oldest = log.oldestNanos();
    figures.put(
        "upload.oldest-age-nanos",
        oldest == Long.MAX_VALUE ? 0L : Math.max(0, clock.monotonicNanos() - oldest));
    figures.put("upload.durable-sequence", uploads.durableSequence());
    figures.put("pack.uploaded-bytes", packs.uploadedBytes());
    figures.put("admission.waits", admission.waitCount());
    figures.put("admission.waited-nanos", admission.waitedNanos());
    if (journal != null) {
      journal.addFigures(figures);
    }
    reads.addFigures(figures);
    return figures;
  }
}
