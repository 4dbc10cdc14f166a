package dev.zerofs.lsm.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.retention.Retention;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import dev.zerofs.ports.random.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random histories, cut at random into memtables and runs, against a plain sorted map. */
final class ReadViewPropertyTest {

  /** One history: what was written, and what must be seen of it at some moments. */
  private static final class History {
    private final Random random;
    private final TableLab lab;
    private final List<SortedSource> newestFirst = new ArrayList<>();
    private final Map<Long, Oracle> moments = new HashMap<>();
    private final Oracle now = new Oracle();
    private long sequence;

    History(long seed) {
      random = new Random(seed);
      int partBytes = 1 << (9 + random.nextInt(9));
      lab = new TableLab(seed, 1L << (10 + random.nextInt(12)), partBytes);
      moments.put(0L, now.copy());
    }

    void addSource() {
      List<InternalEntry> entries = new ArrayList<>();
      List<RangeTombstone> ranges = new ArrayList<>();
      int batchCount = 1 + random.nextInt(30);
      for (int i = 0; i < batchCount; i++) {
        WriteBatch batch = RandomBatches.batch(random);
        sequence += 1 + random.nextInt(3);
        apply(batch, entries, ranges);
        now.apply(batch);
        if (random.nextInt(10) == 0) {
          moments.put(sequence, now.copy());
        }
      }
      moments.put(sequence, now.copy());
      RangeTombstones tombstones = RangeTombstones.of(ranges);
      ListSource source = new ListSource(entries, tombstones);
      boolean inMemory = random.nextInt(4) == 0 || (entries.isEmpty() && ranges.isEmpty());
      newestFirst.addFirst(inMemory ? source : run(source, tombstones));
    }

    private RunReader run(ListSource source, RangeTombstones tombstones) {
      SstOptions options = new SstOptions(1 + random.nextInt(2000), 1 + random.nextInt(20_000), 12);
      return lab.tables().reader(lab.write(options, source.entries(), tombstones));
    }

    /** As a batch must reach a source: one change a key, and nothing that its own range deletes. */
    private void apply(WriteBatch batch, List<InternalEntry> entries, List<RangeTombstone> ranges) {
      Map<Bytes, Value> points = new TreeMap<>();
      for (Change change : batch.changes()) {
        switch (change) {
          case Change.Put put -> points.put(put.key(), value(put.value()));
          case Change.Delete delete -> points.put(delete.key(), Value.TOMBSTONE);
          case Change.DeleteRange(Bytes from, Bytes to) -> {
            RangeTombstone range = new RangeTombstone(from, to, sequence);
            points.keySet().removeIf(range::covers);
            ranges.add(range);
          }
        }
      }
      points.forEach((key, value) -> entries.add(new InternalEntry(key, sequence, value)));
    }

    private Value value(Bytes content) {
      return content.length() < 1024
          ? new Value.Inline(content)
          : lab.writeSegment(List.of(content, Bytes.utf8("a neighbour"))).getFirst();
    }

    /** Merges some neighbouring runs, keeping some moments; the others are forgotten. */
    void compact() {
      int from = random.nextInt(newestFirst.size());
      int end = from;
      while (end < newestFirst.size() && newestFirst.get(end) instanceof RunReader) {
        end++;
      }
      if (end == from) {
        return;
      }
      end -= random.nextInt(end - from);
      moments.keySet().removeIf(moment -> moment != sequence && random.nextInt(3) > 0);
      List<RunReader> inputs =
          newestFirst.subList(from, end).stream().map(RunReader.class::cast).toList();
      Retention retention = new Retention(moments.keySet(), end == newestFirst.size());
      Optional<Run> output = lab.compact(options(), inputs, retention, 1 + random.nextInt(50));
      newestFirst.subList(from, end).clear();
      output.ifPresent(run -> newestFirst.add(from, lab.tables().reader(run)));
    }

    private SstOptions options() {
      return new SstOptions(1 + random.nextInt(2000), 1 + random.nextInt(20_000), 12);
    }

    void check() {
      moments.forEach(
          (moment, expected) ->
              expected.requireSame(new ReadView(newestFirst, moment, lab.values()), random));
    }
  }

  private static History history(long seed) {
    History history = new History(seed);
    int sourceCount = 1 + history.random.nextInt(6);
    for (int i = 0; i < sourceCount; i++) {
      history.addSource();
    }
    return history;
  }

  @Test
  void everyMomentIsSeenAsItWas() {
    Seeds.forEach(12, seed -> history(seed).check());
  }

  @Test
  void compactionChangesNothingThatCanBeSeen() {
    Seeds.forEach(
        12,
        seed -> {
          History history = history(seed);
          history.compact();
          history.check();
          history.addSource();
          history.compact();
          history.check();
        });
  }

  /** With no snapshot but the present, a compaction of everything leaves the present alone. */
  @Test
  void atTheBottomNothingIsLeftOfWhatIsDeleted() {
    Seeds.forEach(
        12,
        seed -> {
          History history = history(seed);
          ReadView view = new ReadView(history.newestFirst, history.sequence, history.lab.values());
          long visible = view.measure(Bytes.EMPTY, LAST).entryCount();
          List<RunReader> runs = new ArrayList<>();
          history.newestFirst.removeIf(
              source ->
                  source instanceof ListSource(var entries, var ranges)
                      && entries.isEmpty()
                      && ranges.isEmpty());
          for (SortedSource source : history.newestFirst) {
            runs.add(
                source instanceof ListSource(var entries, var ranges)
                    ? history.run(new ListSource(entries, ranges), ranges)
                    : (RunReader) source);
          }
          Optional<Run> bottom =
              history.lab.compact(SstOptions.DEFAULT, runs, new Retention(Set.of(), true), 1000);
          long stored =
              bottom.stream()
                  .flatMap(run -> run.tables().stream())
                  .mapToLong(table -> table.entryCount() + table.rangeTombstoneCount())
                  .sum();
          assertEquals(visible, stored);
        });
  }

  private static final Bytes LAST = Bytes.wrap(new byte[] {-1, -1, -1, -1, -1});
}
