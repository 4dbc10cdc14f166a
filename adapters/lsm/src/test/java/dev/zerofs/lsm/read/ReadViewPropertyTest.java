package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.entry.Value;
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
import java.util.Random;
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
      int partBytes = 1 << (6 + random.nextInt(10));
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

    void check() {
      moments.forEach(
          (moment, expected) ->
              expected.requireSame(new ReadView(newestFirst, moment, lab.values()), random));
    }
  }

  @Test
  void everyMomentIsSeenAsItWas() {
    Seeds.forEach(
        60,
        seed -> {
          History history = new History(seed);
          int sourceCount = 1 + history.random.nextInt(6);
          for (int i = 0; i < sourceCount; i++) {
            history.addSource();
          }
          history.check();
        });
  }
}
