package dev.zerofs.lsm.manifest;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Encodes and decodes manifests; the grammar is in the package documentation. Safe for use by any
 * number of threads.
 */
public final class ManifestCodec {

  /** The longest body that is decoded: a hundred times what a volume of 100 TiB needs. */
  static final int BODY_BYTES_MAX = 64 << 20;

  private final FrameCodec frames;

  /** A codec that wraps bodies with {@code frames}. */
  public ManifestCodec(FrameCodec frames) {
    this.frames = frames;
  }

  /** The object of {@code manifest}. */
  public Bytes encode(Manifest manifest) {
    ByteWriter body = new ByteWriter(4096);
    body.u64(manifest.volume().high()).u64(manifest.volume().low());
    body.varint(manifest.nextSstId()).varint(manifest.sequenceFloor());
    body.varint(manifest.volumePrefixes().size());
    manifest.volumePrefixes().forEach(prefix -> body.string(Bytes.utf8(prefix)));
    TableIndex tables = TableIndex.of(manifest);
    body.varint(tables.tables().size());
    tables.tables().forEach(table -> encodeTable(table, body));
    encodeRuns(manifest.runs(), tables, body);
    body.varint(manifest.logs().size());
    manifest.logs().forEach(log -> encodeLog(log, body));
    body.varint(manifest.checkpoints().size());
    manifest.checkpoints().forEach(checkpoint -> encodeCheckpoint(checkpoint, tables, body));
    body.varint(manifest.incarnations().size());
    for (Incarnation one : manifest.incarnations()) {
      body.varint(one.volumeIndex()).varint(one.epoch()).u64(one.number());
    }
    ByteWriter object = new ByteWriter(4096);
    new ObjectHeader(manifest.epoch(), manifest.version(), manifest.incarnation())
        .encode(ObjectKind.MANIFEST, object);
    return object.bytes(frames.encode(body.takeBytes())).takeBytes();
  }

  /**
   * The manifest in {@code object}.
   *
   * @param version the version that the object's name says
   * @param name the object's name, for messages
   * @throws KeyValueException.Corrupt if it is damaged or another object
   * @throws KeyValueException.Unusable if it is of a format version that is not read here
   */
  public Manifest decode(Bytes object, long version, Object name) {
    ObjectHeader header = ObjectHeader.decode(ObjectKind.MANIFEST, object, name);
    header.require(header.epoch(), version, name);
    Bytes body = frames.decode(object.slice(ObjectHeader.LENGTH_BYTES), BODY_BYTES_MAX, name);
    try {
      return new ManifestReader(body, ObjectHeader.versionOf(object), name).read(header);
    } catch (IllegalArgumentException e) {
      throw new KeyValueException.Corrupt(name + " is corrupt: " + e.getMessage(), e);
    }
  }

  private static void encodeTable(SstMeta table, ByteWriter out) {
    out.varint(table.volumeIndex()).varint(table.id().epoch()).varint(table.id().id());
    out.varint(table.sizeBytes()).string(table.from()).string(table.to());
    out.varint(table.entryCount()).varint(table.rangeTombstoneCount());
    out.varint(table.sequenceMin()).varint(table.sequenceMax());
    TableSpace space = table.space();
    out.varint(space.referencedBytes()).varint(space.deletionCount()).varint(space.hiddenBytes());
  }

  private static void encodeRuns(List<Run> runs, TableIndex tables, ByteWriter out) {
    out.varint(runs.size());
    for (Run run : runs) {
      out.varint(run.tables().size());
      run.tables().forEach(table -> out.varint(tables.indexOf(table)));
    }
  }

  private static void encodeLog(EpochLog log, ByteWriter out) {
    OptionalLong fence = log.fenceId();
    out.varint(log.epoch()).u64(log.incarnation()).varint(log.replayFrom());
    out.varint(fence.isPresent() ? fence.getAsLong() + 1 : 0);
    JournalState journal = log.journal();
    if (journal == null) {
      out.u8(0);
    } else {
      out.u8(1).u64(journal.idHigh()).u64(journal.idLow()).u8(journal.drained() ? 1 : 0);
    }
  }

  private static void encodeCheckpoint(
      CheckpointState checkpoint, TableIndex tables, ByteWriter out) {
    out.string(Bytes.utf8(checkpoint.checkpoint().name()));
    out.varint(checkpoint.checkpoint().position().sequence());
    out.u64(checkpoint.checkpoint().createdEpochNanos());
    encodeRuns(checkpoint.runs(), tables, out);
    out.varint(checkpoint.logRanges().size());
    for (LogRange range : checkpoint.logRanges()) {
      out.varint(range.epoch()).varint(range.fromId()).varint(range.endId());
    }
  }
}
