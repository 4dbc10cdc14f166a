package dev.zerofs.bootstrap.command;

import dev.zerofs.domain.check.CheckReport;
import dev.zerofs.domain.check.LostKeys;
import dev.zerofs.domain.check.VolumeCheck;
import dev.zerofs.domain.layout.Description;
import dev.zerofs.lsm.inspect.CheckSummary;
import dev.zerofs.lsm.inspect.Finding;
import dev.zerofs.lsm.inspect.KeyRange;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What fsck tells: the findings among the objects, with the files that they concern, and those in
 * the file system. For one thread.
 */
final class FsckReport {

  /** So many findings wait to have their paths looked up together. */
  private static final int BATCH_COUNT_MAX = 512;

  /** So many problems of the file system are told; all are counted. */
  private static final int PROBLEMS_MAX = 10_000;

  /** A snapshot lasts for the grace time of the server; so often is begun anew. */
  private static final int TRIES_MAX = 3;

  private final Lines out;
  private final List<LostKeys.Loss> waiting = new ArrayList<>();
  private @Nullable KeyValueReader reader;
  private boolean whole = true;

  FsckReport(Lines out) {
    this.out = out;
  }

  /** Whether nothing is damaged so far. */
  boolean isWhole() {
    return whole;
  }

  /**
   * Checks a volume and tells everything.
   *
   * @param opener opens the volume's keys; what keeps them from being opened is damage
   * @param deep whether to read all file data
   */
  void check(VolumeInspector objects, Supplier<KeyValueReader> opener, boolean deep) {
    open(opener);
    try {
      write(objects.check(deep, this::found));
    } catch (KeyValueException.Unusable e) {
      tellWaiting();
      damage(String.valueOf(e.getMessage()));
    }
    writeFiles();
  }

  /**
   * Checks a volume of an engine whose objects cannot be looked into: the files alone.
   *
   * @param opener opens the volume's keys
   * @param deep whether to read all file data
   * @throws KeyValueException.Unusable if there is no volume
   */
  void checkKeys(Supplier<KeyValueReader> opener, boolean deep) {
    out.accept("note: how this engine stores its keys is not checked, but by reading them");
    try {
      KeyValueReader opened = opener.get();
      reader = opened;
      if (deep) {
        readAll(opened);
      }
    } catch (KeyValueException.Corrupt e) {
      damage(String.valueOf(e.getMessage()));
    }
    writeFiles();
  }

  private void readAll(KeyValueReader open) {
    byte[] last = new byte[WriteBatch.KEY_LENGTH_MAX];
    Arrays.fill(last, (byte) 0xff);
    long count = 0;
    long bytes = 0;
    try (Cursor all = open.scan(Bytes.EMPTY, Bytes.wrap(last))) {
      for (Entry entry = all.next(); entry != null; entry = all.next()) {
        count++;
        bytes += entry.value().length();
      }
    }
    out.accept("keys: %d with %d bytes of values read".formatted(count, bytes));
    out.flush();
  }

  private void open(Supplier<KeyValueReader> opener) {
    try {
      reader = opener.get();
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      damage("the volume cannot be opened: " + e.getMessage());
    }
  }

  private void found(Finding finding) {
    switch (finding.kind()) {
      case NOTE -> {
        tellWaiting();
        out.accept("note: " + finding.text());
        out.flush();
      }
      case DAMAGE -> {
        KeyRange keys = finding.keys();
        if (keys == null) {
          tellWaiting();
          damage(finding.text());
        } else {
          whole = false;
          waiting.add(new LostKeys.Loss(finding.text(), keys.from(), keys.to()));
          if (waiting.size() >= BATCH_COUNT_MAX) {
            tellWaiting();
          }
        }
      }
    }
  }

  private void damage(String text) {
    whole = false;
    out.accept("damage: " + text);
    out.flush();
  }

  private void tellWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    for (String line : described(List.copyOf(waiting))) {
      out.accept(line.startsWith(" ") ? line : "damage: " + line);
    }
    waiting.clear();
    out.flush();
  }

  private List<String> described(List<LostKeys.Loss> losses) {
    KeyValueReader open = reader;
    if (open != null) {
      try (Snapshot now = open.snapshot()) {
        return new LostKeys(now).describe(losses);
      } catch (KeyValueException.Corrupt | KeyValueException.Expired _) {
        // Then keys have to do.
      }
    }
    return losses.stream()
        .map(
            loss ->
                "%s: keys from %s, before %s"
                    .formatted(
                        loss.problem(), Description.key(loss.from()), Description.key(loss.to())))
        .toList();
  }

  /** Tells what the check of the objects went through. */
  private void write(CheckSummary summary) {
    tellWaiting();
    CheckSummary.Space space = summary.space();
    out.accept(
        ("objects: manifest %d, %d manifests in all, %d tables (%d bytes, %d entries),"
                + " %d segments (%d bytes), %d fences")
            .formatted(
                summary.manifestVersion(),
                summary.manifestCount(),
                summary.tableCount(),
                space.tableBytes(),
                summary.entryCount(),
                summary.segmentCount(),
                space.segmentBytes(),
                summary.fenceCount()));
    out.accept(
        "values: %d references looked up, %d values (%d bytes) read"
            .formatted(summary.referenceCount(), summary.frameCount(), summary.frameBytes()));
    out.accept(
        ("space: %d bytes of segments are used by tables, %d bytes are to be replayed;"
                + " garbage: %d segments (%d bytes), %d tables (%d bytes)")
            .formatted(
                space.liveBytes(),
                space.replayBytes(),
                space.deadSegmentCount(),
                space.deadSegmentBytes(),
                space.unusedTableCount(),
                space.unusedTableBytes()));
    out.flush();
  }

  /** Checks the file system, and tells the result of it all. */
  private void writeFiles() {
    KeyValueReader open = reader;
    if (open != null) {
      CheckReport report = files(open);
      report.problems().forEach(problem -> damage(problem));
      if (report.problemCount() > report.problems().size()) {
        damage("and %d more".formatted(report.problemCount() - report.problems().size()));
      }
      out.accept(
          "files: %d inodes, %d names, %d bytes"
              .formatted(report.inodes(), report.names(), report.bytes()));
    } else {
      out.accept("files: not checked, since the volume cannot be opened");
    }
    out.accept(whole ? "the volume is whole" : "the volume is DAMAGED");
    out.flush();
  }

  private static CheckReport files(KeyValueReader open) {
    for (int tries = 1; ; tries++) {
      try (Snapshot now = open.snapshot()) {
        return VolumeCheck.run(now, PROBLEMS_MAX);
      } catch (KeyValueException.Expired e) {
        if (tries == TRIES_MAX) {
          throw new KeyValueException.Unavailable(
              "the volume changes too fast for a check of its files: " + e.getMessage(), e);
        }
      }
    }
  }
}
