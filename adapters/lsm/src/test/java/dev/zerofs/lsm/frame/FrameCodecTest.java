package dev.zerofs.lsm.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.random.Seeds;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames: golden bytes, round trips, and damage. */
final class FrameCodecTest {

  private static final FrameCodec ZSTD = zstd();
  private static final FrameCodec STORED = new FrameCodec(new Codecs(List.of(), null));

  private static FrameCodec zstd() {
    BlockCodec codec = new ZstdCodec(1);
    return new FrameCodec(new Codecs(List.of(codec), codec));
  }

  private static Bytes hex(String digits) {
    return Bytes.wrap(HexFormat.of().parseHex(digits));
  }

  /** The frame of "zerofs" as version 1 stores it; it must be readable for ever. */
  private static final Bytes GOLDEN = hex("91c6c901" + "00" + "00" + "00000006" + "7a65726f6673");

  @Test
  void goldenBytesAreWrittenAndRead() {
    assertEquals(
        HexFormat.of().formatHex(GOLDEN.toByteArray()),
        HexFormat.of().formatHex(STORED.encode(Bytes.utf8("zerofs")).toByteArray()));
    assertEquals(Bytes.utf8("zerofs"), ZSTD.decode(GOLDEN, 6, "golden"));
  }

  @Test
  void contentComesBack() {
    Seeds.forEach(
        200,
        seed -> {
          Random random = new Random(seed);
          byte[] content = new byte[random.nextInt(70_000)];
          if (random.nextBoolean()) {
            random.nextBytes(content);
          }
          Bytes frame = ZSTD.encode(Bytes.copyOf(content));
          assertTrue(frame.length() <= FrameCodec.storedLengthMax(content.length));
          assertEquals(Bytes.wrap(content), ZSTD.decodeExactly(frame, content.length, "test"));
        });
  }

  @Test
  void whatDoesNotCompressIsStored() {
    byte[] noise = new byte[65_536];
    new Random(1).nextBytes(noise);

    assertEquals(FrameCodec.storedLengthMax(noise.length), ZSTD.encode(Bytes.wrap(noise)).length());
    assertTrue(ZSTD.encode(Bytes.wrap(new byte[65_536])).length() < 100);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsCorrupt() {
    for (Bytes frame : List.of(GOLDEN, ZSTD.encode(Bytes.wrap(new byte[1000])))) {
      for (int bit = 0; bit < frame.length() * 8; bit++) {
        byte[] damaged = frame.toByteArray();
        damaged[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThrows(
            KeyValueException.Corrupt.class, () -> ZSTD.decode(Bytes.wrap(damaged), 1000, "test"));
      }
      for (int length = 0; length < frame.length(); length++) {
        Bytes cut = frame.slice(0, length);
        assertThrows(KeyValueException.Corrupt.class, () -> ZSTD.decode(cut, 1000, "test"));
      }
    }
  }

  @Test
  void aLengthThatIsTooGreatIsRefusedBeforeAnythingIsAllocated() {
    Bytes claim = checked(new ByteWriter(16).u8(1).u8(0).u32(Integer.MAX_VALUE).u8(7));

    assertThrows(KeyValueException.Corrupt.class, () -> ZSTD.decode(claim, 1 << 20, "test"));
  }

  @Test
  void unknownCodecsAndCiphersAreUnusableNotCorrupt() {
    Bytes codec = checked(new ByteWriter(16).u8(99).u8(0).u32(1).u8(7));
    Bytes cipher = checked(new ByteWriter(16).u8(0).u8(3).u32(1).u8(7));

    assertThrows(KeyValueException.Unusable.class, () -> ZSTD.decode(codec, 100, "test"));
    assertThrows(KeyValueException.Unusable.class, () -> ZSTD.decode(cipher, 100, "test"));
  }

  private static Bytes checked(ByteWriter fields) {
    ByteWriter frame = new ByteWriter(32);
    frame.u32(fields.crc32c(0)).bytes(fields.view());
    return frame.takeBytes();
  }
}
