package dev.zerofs.lsm.manifest;

import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one manifest's body. What the records' own checks refuse stays their exception. */
final class ManifestReader {

  /** A key's successor, which ends a range, has one byte more than the longest key. */
  private static final int BOUND_BYTES_MAX = WriteBatch.KEY_LENGTH_MAX + 1;

  private static final int PREFIX_BYTES_MAX = 1024;
  private static final int NAME_BYTES_MAX = 128;

  /** The first version that knows of space and incarnations. */
  private static final int WITH_SPACE = 2;

  private final ByteReader in;
  private final int version;

  ManifestReader(Bytes body, int version, Object name) {
    this.version = version;
    in = new ByteReader(body, name);
  }

  Manifest read(ObjectHeader header) {
    VolumeId volume = new VolumeId(in.u64(), in.u64());
    long nextSstId = in.varint();
    long sequenceFloor = in.varint();
    List<String> volumes = list(1, () -> in.string(PREFIX_BYTES_MAX).toUtf8());
    List<SstMeta> tables = list(10, this::table);
    List<Run> runs = runs(tables);
    List<EpochLog> logs = list(12, this::log);
    List<CheckpointState> checkpoints = list(12, () -> checkpoint(tables));
    List<Incarnation> incarnations =
        version >= WITH_SPACE ? list(10, this::incarnation) : List.of();
    in.end();
    return new Manifest(
        header.id(),
        header.epoch(),
        header.incarnation(),
        volume,
        nextSstId,
        sequenceFloor,
        volumes,
        runs,
        logs,
        checkpoints,
        incarnations);
  }

  private <T> List<T> list(int itemBytesMin, Supplier<T> item) {
    int count = in.count(itemBytesMin);
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }

  private SstMeta table() {
    int volumeIndex = in.varint(Integer.MAX_VALUE);
    SstId id = new SstId(in.varint(), in.varint());
    long sizeBytes = in.varint();
    Bytes from = in.string(BOUND_BYTES_MAX);
    Bytes to = in.string(BOUND_BYTES_MAX);
    return new SstMeta(
        volumeIndex,
        id,
        sizeBytes,
        from,
        to,
        in.varint(),
        in.varint(),
        in.varint(),
        in.varint(),
        version >= WITH_SPACE
            ? new TableSpace(in.varint(), in.varint(), in.varint())
            : TableSpace.NONE);
  }

  private Incarnation incarnation() {
    return new Incarnation(in.varint(Integer.MAX_VALUE), in.varint(), in.u64());
  }

  private List<Run> runs(List<SstMeta> tables) {
    return list(2, () -> new Run(list(1, () -> tables.get(tableIndex(tables)))));
  }

  private int tableIndex(List<SstMeta> tables) {
    int index = in.varint(Integer.MAX_VALUE);
    if (index >= tables.size()) {
      throw in.corrupt("table index " + index + " of " + tables.size());
    }
    return index;
  }

  private EpochLog log() {
    long epoch = in.varint();
    long incarnation = in.u64();
    long replayFrom = in.varint();
    long fencePlusOne = in.varint();
    OptionalLong fence =
        fencePlusOne == 0 ? OptionalLong.empty() : OptionalLong.of(fencePlusOne - 1);
    return new EpochLog(epoch, incarnation, replayFrom, fence, journal());
  }

  private @Nullable JournalState journal() {
    return flag() ? new JournalState(in.u64(), in.u64(), flag()) : null;
  }

  private boolean flag() {
    int value = in.u8();
    if (value > 1) {
      throw in.corrupt("flag with value " + value);
    }
    return value == 1;
  }

  private CheckpointState checkpoint(List<SstMeta> tables) {
    String name = in.string(NAME_BYTES_MAX).toUtf8();
    CommitPosition position = new CommitPosition(in.varint());
    long createdEpochNanos = in.u64();
    List<Run> runs = runs(tables);
    List<LogRange> ranges = list(3, () -> new LogRange(in.varint(), in.varint(), in.varint()));
    return new CheckpointState(new Checkpoint(name, position, createdEpochNanos), runs, ranges);
  }
}
