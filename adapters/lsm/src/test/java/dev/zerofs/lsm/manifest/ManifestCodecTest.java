package dev.zerofs.lsm.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is written is read back, and nothing else is taken for a manifest. */
final class ManifestCodecTest {

  private static final ObjectKey NAME = ObjectNames.ROOT.manifest(42);

  private static ManifestCodec codec() {
    BlockCodec zstd = new ZstdCodec(1);
    return new ManifestCodec(new FrameCodec(new Codecs(List.of(zstd), zstd)));
  }

  @Test
  void everythingComesBack() {
    Manifest manifest = ManifestSamples.full();

    assertEquals(manifest, codec().decode(codec().encode(manifest), 42, NAME));
  }

  @Test
  void anEmptyVolumeComesBack() {
    Manifest manifest =
        new Manifest(
            0,
            0,
            0,
            new VolumeId(0, 0),
            0,
            0,
            List.of(""),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertEquals(manifest, codec().decode(codec().encode(manifest), 0, NAME));
  }

  @Test
  void everyFlippedByteIsAnErrorThatNamesTheObject() {
    byte[] bytes = codec().encode(ManifestSamples.full()).toByteArray();

    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << (i % 8));
      KeyValueException failure =
          assertThrows(
              KeyValueException.class,
              () -> codec().decode(Bytes.wrap(damaged), 42, NAME),
              "byte " + i);
      assertTrue(String.valueOf(failure.getMessage()).contains(NAME.value()), failure.getMessage());
    }
  }

  @Test
  void everyTruncationIsCorrupt() {
    Bytes whole = codec().encode(ManifestSamples.full());

    for (int length = 0; length < whole.length(); length++) {
      Bytes cut = whole.slice(0, length);
      assertThrows(KeyValueException.Corrupt.class, () -> codec().decode(cut, 42, NAME));
    }
  }

  @Test
  void anotherVersionUnderTheNameIsCorrupt() {
    Bytes whole = codec().encode(ManifestSamples.full());

    assertThrows(KeyValueException.Corrupt.class, () -> codec().decode(whole, 41, NAME));
  }

  @Test
  void tooNewAndTooOldAreToldApart() {
    assertTrue(failureOfVersion(3).contains("is too new: format version 3"));
    assertTrue(failureOfVersion(0).contains("is too old: format version 0"));
  }

  private static String failureOfVersion(int formatVersion) {
    Bytes whole = codec().encode(ManifestSamples.full());
    ByteWriter changed = new ByteWriter(whole.length());
    changed.bytes(whole.slice(0, 8)).u16(formatVersion).bytes(whole.slice(10, 24)).crc32cFrom(0);
    changed.bytes(whole.slice(38));
    Bytes object = changed.takeBytes();
    KeyValueException failure =
        assertThrows(KeyValueException.Unusable.class, () -> codec().decode(object, 42, NAME));
    return String.valueOf(failure.getMessage());
  }

  @Test
  void aVolumeOfAHundredTebibytesHasAManifestUnderOneMebibyte() {
    List<SstMeta> tables = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String from = "chunk-%010d-%08d".formatted(i * 7919L, i);
      tables.add(ManifestSamples.table(9, i, from, from + "x", 1_000_000L * i));
    }
    Manifest manifest =
        new Manifest(
            1_000_000,
            9,
            -1,
            new VolumeId(1, 2),
            2000,
            1L << 50,
            List.of(""),
            List.of(new Run(tables)),
            List.of(new EpochLog(9, -1, 123_456, OptionalLong.empty(), null)),
            List.of(),
            List.of());

    assertTrue(codec().encode(manifest).length() < 1 << 20);
  }
}
