package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.lsm.sst.SegmentUse;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.lsm.sst.TableVisitor;
import dev.zerofs.ports.bytes.Bytes;
import java.util.function.Consumer;

/** A sorted table as people read it, line by line. */
final class TableText implements TableVisitor {

  private final TableAnatomy table;
  private final boolean entries;
  private final KeyText keys;
  private final Consumer<String> out;

  /**
   * The text of {@code table}.
   *
   * @param entries whether every entry is written too
   */
  TableText(TableAnatomy table, boolean entries, KeyText keys, Consumer<String> out) {
    this.table = table;
    this.entries = entries;
    this.keys = keys;
    this.out = out;
  }

  void write() {
    SstMeta meta = table.meta(0, TableSpace.NONE);
    out.accept(
        "table %d/%d, incarnation %016x: %s"
            .formatted(
                table.header().epoch(),
                table.header().id(),
                table.header().incarnation(),
                ManifestText.counts(meta)));
    out.accept("keys from %s to %s".formatted(keys.of(meta.from()), keys.of(meta.to())));
    for (RangeTombstones.Fragment range : table.rangeTombstones().fragments()) {
      out.accept(
          "deleted from %s to %s before batches %s"
              .formatted(keys.of(range.from()), keys.of(range.to()), range.sequences()));
    }
    for (SegmentUse use : table.segmentUses(0)) {
      out.accept(
          "refers to %d frames, %d bytes, of segment %s%s"
              .formatted(
                  use.frameCount(),
                  use.storedBytes(),
                  use.segment(),
                  use.volumeIndex() == 0 ? "" : " of volume " + use.volumeIndex()));
    }
    table.walk(0, this);
  }

  @Override
  public void part(String what, long offset, int storedLength) {
    out.accept("at %d: %s, %d bytes".formatted(offset, what, storedLength));
  }

  @Override
  public void entry(InternalEntry entry) {
    if (entries) {
      out.accept(
          "%s, batch %d: %s"
              .formatted(keys.of(entry.key()), entry.sequence(), text(entry.value())));
    }
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Tombstone _ -> "deleted";
      case Value.Inline(Bytes bytes) -> bytes.length() + " bytes here";
      case Value.Reference(FrameRef frame, int length) ->
          "%d bytes at %d+%d of segment %s%s"
              .formatted(
                  length,
                  frame.offset(),
                  frame.storedLength(),
                  frame.segment(),
                  frame.volumeIndex() == 0 ? "" : " of volume " + frame.volumeIndex());
    };
  }

  @Override
  public void damage(String problem, Bytes from, Bytes to) {
    out.accept("damaged: " + problem);
  }
}
