package dev.zerofs.lsm.manifest;

import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.List;
import java.util.OptionalLong;

/** Manifests for tests. */
final class ManifestSamples {

  private ManifestSamples() {}

  static SstMeta table(long epoch, long id, String from, String to, long sequence) {
    TableSpace space = new TableSpace(4096 * id, id % 2, 77 * (id % 3));
    return table(epoch, id, from, to, sequence, space);
  }

  private static SstMeta table(
      long epoch, long id, String from, String to, long sequence, TableSpace space) {
    return new SstMeta(
        0,
        new SstId(epoch, id),
        1000 + id,
        Bytes.utf8(from),
        Bytes.utf8(to),
        10,
        id % 3,
        sequence,
        sequence + 9,
        space);
  }

  /** One manifest with everything in it that the format has. */
  static Manifest full() {
    return with(
        table(2, 7, "a", "m", 100),
        table(2, 8, "m", "z", 100),
        table(3, 0, "c", "d", 200),
        List.of(
            new Incarnation(0, 2, -5), new Incarnation(0, 3, 6), new Incarnation(1, 1, 1L << 63)));
  }

  /** What version 1 knew of it. */
  static Manifest versionOne() {
    return with(
        table(2, 7, "a", "m", 100, TableSpace.NONE),
        table(2, 8, "m", "z", 100, TableSpace.NONE),
        table(3, 0, "c", "d", 200, TableSpace.NONE),
        List.of());
  }

  private static Manifest with(
      SstMeta shared, SstMeta second, SstMeta newest, List<Incarnation> incarnations) {
    return new Manifest(
        42,
        3,
        0x8123456789abcdefL,
        new VolumeId(-1, 77),
        5,
        209,
        List.of("", "parents/first"),
        List.of(new Run(List.of(newest)), new Run(List.of(shared, second))),
        List.of(
            new EpochLog(2, -5, 11, OptionalLong.of(0), null),
            new EpochLog(3, 6, 12, OptionalLong.empty(), new JournalState(1, -2, true))),
        List.of(
            new CheckpointState(
                new Checkpoint("before-upgrade", new CommitPosition(150), 1_700_000_000_000L),
                List.of(new Run(List.of(shared))),
                List.of(new LogRange(2, 3, 11)))),
        incarnations);
  }
}
