package dev.zerofs.lsm.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.golden.Golden;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manifests of every format version are read for ever. */
final class ManifestGoldenTest {

  private static final ManifestCodec CODEC =
      new ManifestCodec(new FrameCodec(new Codecs(List.of(), null)));

  @Test
  void versionTwoIsReadAndWrittenAlike() {
    Manifest manifest = ManifestSamples.full();
    Bytes fresh = CODEC.encode(manifest);
    Bytes golden = Golden.file("manifest-v2-stored.bin", fresh);

    assertEquals(golden, fresh);
    assertEquals(manifest, CODEC.decode(golden, 42, "golden"));
  }

  @Test
  void versionOneIsRead() {
    Bytes golden = Golden.file("manifest-v1-stored.bin");

    assertEquals(ManifestSamples.versionOne(), CODEC.decode(golden, 42, "golden"));
  }
}
