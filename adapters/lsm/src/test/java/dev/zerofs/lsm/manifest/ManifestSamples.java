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
    return new SstMeta(
        0,
        new SstId(epoch, id),
        1000 + id,
        Bytes.utf8(from),
        Bytes.utf8(to),
        10,
        id % 3,
        sequence,
        sequence + 9);
  }

  /** One manifest with everything in it that the format has. */
  static Manifest full() {
    SstMeta shared = table(2, 7, "a", "m", 100);
    Run old = new Run(List.of(shared, table(2, 8, "m", "z", 100)));
    Run fresh = new Run(List.of(table(3, 0, "c", "d", 200)));
    return new Manifest(
        42,
        3,
        0x8123456789abcdefL,
        new VolumeId(-1, 77),
        5,
        209,
        List.of("", "parents/first"),
        List.of(fresh, old),
        List.of(
            new EpochLog(2, -5, 11, OptionalLong.of(0), null),
            new EpochLog(3, 6, 12, OptionalLong.empty(), new JournalState(1, -2, true))),
        List.of(
            new CheckpointState(
                new Checkpoint("before-upgrade", new CommitPosition(150), 1_700_000_000_000L),
                List.of(new Run(List.of(shared))),
                List.of(new LogRange(2, 3, 11)))));
  }
}
