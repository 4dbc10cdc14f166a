package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.LogRange;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A manifest as people read it, line by line. */
final class ManifestText {

  private static final long NANOS = 1_000_000_000;

  private final Manifest manifest;
  private final ObjectNames names;
  private final KeyText keys;
  private final Consumer<String> out;

  ManifestText(Manifest manifest, ObjectNames names, KeyText keys, Consumer<String> out) {
    this.manifest = manifest;
    this.names = names;
    this.keys = keys;
    this.out = out;
  }

  void write() {
    out.accept(names.manifest(manifest.version()).value());
    out.accept(
        "version %d, epoch %d, incarnation %016x"
            .formatted(manifest.version(), manifest.epoch(), manifest.incarnation()));
    out.accept(
        "storage id "
            + manifest.volume()
            + manifest.cloneId().map(id -> ", a clone with volume id " + id).orElse(""));
    out.accept("batches up to %d are in tables or logs".formatted(manifest.sequenceFloor()));
    out.accept("next table: %d/%d".formatted(manifest.epoch(), manifest.nextSstId()));
    for (int i = 1; i < manifest.volumePrefixes().size(); i++) {
      out.accept("volume %d: %s/".formatted(i, manifest.volumePrefixes().get(i)));
    }
    manifest.logs().forEach(this::write);
    write(manifest.runs(), "");
    manifest.checkpoints().forEach(this::write);
    total();
  }

  private void write(EpochLog log) {
    String state = log.isClosed() ? "closed at " + log.fenceId().orElseThrow() : "open";
    out.accept(
        "log of epoch %d: %s, replay from %d, incarnation %016x%s"
            .formatted(
                log.epoch(), state, log.replayFrom(), log.incarnation(), text(log.journal())));
  }

  private static String text(@Nullable JournalState journal) {
    return journal == null
        ? ", no journal"
        : ", journal %s %s"
            .formatted(
                id(journal.idHigh(), journal.idLow()),
                journal.drained() ? "(drained)" : "(not drained)");
  }

  private void write(List<Run> runs, String indent) {
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      out.accept(
          "%srun %d: %d tables, %d bytes, batches %d to %d"
              .formatted(
                  indent,
                  i,
                  run.tables().size(),
                  run.sizeBytes(),
                  run.sequenceMin(),
                  run.sequenceMax()));
      run.tables().forEach(table -> out.accept(indent + "  " + line(table)));
    }
  }

  private String line(SstMeta table) {
    return "%s: %s, from %s to %s"
        .formatted(
            names.sst(table.volumeIndex(), table.id()),
            counts(table),
            keys.of(table.from()),
            keys.of(table.to()));
  }

  /** What a table has, in numbers. */
  static String counts(SstMeta table) {
    String counts =
        "%d bytes, %d entries, %d range tombstones, batches %d to %d"
            .formatted(
                table.sizeBytes(),
                table.entryCount(),
                table.rangeTombstoneCount(),
                table.sequenceMin(),
                table.sequenceMax());
    TableSpace space = table.space();
    return space.equals(TableSpace.NONE)
        ? counts
        : counts
            + ", %d bytes referred to, %d deletions, about %d bytes hidden"
                .formatted(space.referencedBytes(), space.deletionCount(), space.hiddenBytes());
  }

  private void write(CheckpointState state) {
    long created = state.checkpoint().createdEpochNanos();
    Instant time =
        Instant.ofEpochSecond(Math.floorDiv(created, NANOS), Math.floorMod(created, NANOS));
    out.accept(
        "checkpoint %s: up to batch %d, made %s"
            .formatted(state.checkpoint().name(), state.checkpoint().position().sequence(), time));
    write(state.runs(), "  ");
    for (LogRange range : state.logRanges()) {
      out.accept(
          "  log of epoch %d: from %d, before %d"
              .formatted(range.epoch(), range.fromId(), range.endId()));
    }
  }

  private void total() {
    List<SstMeta> tables = Volume.tables(manifest).toList();
    out.accept(
        "total: %d runs, %d tables, %d bytes, %d entries, %d range tombstones, %d checkpoints"
            .formatted(
                manifest.runs().size(),
                tables.size(),
                tables.stream().mapToLong(SstMeta::sizeBytes).sum(),
                tables.stream().mapToLong(SstMeta::entryCount).sum(),
                tables.stream().mapToLong(SstMeta::rangeTombstoneCount).sum(),
                manifest.checkpoints().size()));
  }

  private static String id(long high, long low) {
    return "%016x%016x".formatted(high, low);
  }
}
