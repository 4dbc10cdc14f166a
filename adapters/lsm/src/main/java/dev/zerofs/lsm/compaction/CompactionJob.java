package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.MergingIterator;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.read.RunReader;
import dev.zerofs.lsm.retention.RetainedEntries;
import dev.zerofs.lsm.retention.Retention;
import dev.zerofs.lsm.sst.SstWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Merges neighbouring runs into one, a bounded number of keys at a time. Nothing has changed until
 * its caller puts the output into the manifest, so it may be given up between any two steps. For
 * one thread.
 */
public final class CompactionJob {

  private final RetainedEntries entries;
  private final SstWriter writer;
  private boolean done;

  /**
   * A job that has not begun.
   *
   * @param inputs neighbouring runs
   * @param retention what must stay
   * @param writers makes the output's writer, given its range tombstones
   */
  public CompactionJob(
      List<RunReader> inputs, Retention retention, Function<RangeTombstones, SstWriter> writers) {
    List<RangeTombstone> ranges = new ArrayList<>();
    List<EntryIterator> iterators = new ArrayList<>();
    for (RunReader run : inputs) {
      run.tables().forEach(table -> ranges.addAll(table.rangeTombstones().tombstones()));
      Bytes from = run.tables().getFirst().meta().from();
      iterators.add(run.iterator(from, run.tables().getLast().meta().to()));
    }
    RangeTombstones tombstones = RangeTombstones.of(ranges);
    entries = new RetainedEntries(new MergingIterator(iterators), tombstones, retention);
    writer = writers.apply(retention.needed(tombstones));
  }

  /**
   * Takes over up to {@code keyCount} keys. The output's writer gives out tables meanwhile.
   *
   * @return whether the output is complete
   * @throws dev.zerofs.ports.keyvalue.KeyValueException if an input cannot be read
   */
  public boolean step(int keyCount) {
    for (int i = 0; i < keyCount && !done; i++) {
      List<InternalEntry> versions = entries.nextKey();
      if (versions == null) {
        writer.finish();
        done = true;
      } else {
        versions.forEach(writer::add);
      }
    }
    return done;
  }
}
