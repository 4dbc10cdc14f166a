package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.FormatRecord;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.NextInodeId;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;
import org.jspecify.annotations.Nullable;

/** Checks a volume; what it looks for stands in this package's description. For one thread. */
public final class VolumeCheck {
  private final Reads reads;
  private final Problems problems;

  private VolumeCheck(Reads reads, int problemsMax) {
    this.reads = reads;
    this.problems = new Problems(problemsMax);
  }

  /**
   * Checks the volume that {@code reads} shows, which must not change meanwhile: a snapshot or a
   * checkpoint.
   *
   * @param problemsMax how many problems to describe; all are counted
   * @throws KeyValueException.Unusable if it is no volume that this release knows
   * @throws KeyValueException as the reads throw, but for damage, which is a problem
   */
  public static CheckReport run(Reads reads, int problemsMax) {
    return new VolumeCheck(reads, problemsMax).run();
  }

  private CheckReport run() {
    InodeCheck inodes = new InodeCheck(reads, problems);
    NameCheck names = new NameCheck(reads, problems);
    var _ = passes("remembered results of calls", new ReplyCheck(reads, problems)::run);
    boolean whole =
        passes("the volume's own records", this::checkFormat)
            & passes("inodes", inodes::run)
            & passes("names", names::run);
    if (whole) {
      var _ = passes("next_inode_id", () -> checkNextId(inodes.lastId()));
      var _ = passes("counters", () -> checkCounters(inodes.count(), inodes.usedBytes()));
    }
    return new CheckReport(
        inodes.count(),
        names.count(),
        inodes.usedBytes(),
        problems.count(),
        problems.described(new Paths(reads)));
  }

  /** Makes one part of the check, as far as data can be read. */
  private boolean passes(String what, Runnable check) {
    try {
      check.run();
      return true;
    } catch (KeyValueException.Corrupt e) {
      problems.add("the check of " + what + " ends early: " + e.getMessage());
      return false;
    }
  }

  private void checkFormat() {
    Entry format = get("format", Keys.FORMAT);
    if (format != null) {
      var _ = FormatRecord.decode(format.value());
    }
    var _ = get("inode:" + Inode.ROOT, Keys.inode(Inode.ROOT));
  }

  private void checkNextId(long lastId) {
    Entry entry = get("next_inode_id", Keys.NEXT_INODE_ID);
    if (entry != null) {
      long next = NextInodeId.decode(entry.value()).id();
      if (next <= lastId) {
        problems.add("next_inode_id is " + next + ", but there is inode:" + lastId);
      }
    }
  }

  private void checkCounters(long inodes, long bytes) {
    UsageRecord total = UsageRecord.ZERO;
    for (int shard = 0; shard < Keys.COUNTER_SHARDS; shard++) {
      Entry entry = reads.get(Keys.counter(shard));
      if (entry != null) {
        total = total.plus(UsageRecord.decode(entry.value()));
      }
    }
    problems.expect("the counters' inodes", inodes, total.inodes());
    problems.expect("the counters' bytes", bytes, total.bytes());
  }

  private @Nullable Entry get(String what, Bytes key) {
    Entry entry = reads.get(key);
    if (entry == null) {
      problems.add(what + " is missing");
    }
    return entry;
  }
}
