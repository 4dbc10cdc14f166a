package dev.zerofs.nfs3.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.zerofs.nfs3.handle.FileHandles.Reading;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileHandlesTest {

  private static final UUID VOLUME = new UUID(0x0011223344556677L, 0x8899aabbccddeeffL);
  private static final FileHandles HANDLES = handles(VOLUME, 7);

  private static FileHandles handles(UUID volume, int keyByte) {
    byte[] key = new byte[32];
    key[31] = (byte) keyByte;
    return new FileHandles(new VolumeIdentity(volume, Bytes.wrap(key), new FileId(0, 1)));
  }

  @Test
  void aHandleNamesItsFile() {
    for (FileId file : new FileId[] {new FileId(0, 0), new FileId(Long.MAX_VALUE, 3)}) {
      Bytes handle = HANDLES.handleOf(file);
      assertEquals(FileHandles.LENGTH_BYTES, handle.length());
      assertEquals(new Reading.Valid(file), HANDLES.read(handle));
      assertEquals(new Reading.Valid(file), handles(VOLUME, 7).read(handle), "after a restart");
    }
  }

  /** Mounts of today must survive every later release. */
  @Test
  void theFormatStaysAsItIs() {
    assertEquals(
        "0100a8faed6abbf30000000000000005000000000000000239b537fbdda227a8",
        HexFormat.of().formatHex(HANDLES.handleOf(new FileId(5, 2)).toByteArray()));
  }

  @Test
  void everyChangedBitIsFound() {
    byte[] handle = HANDLES.handleOf(new FileId(5, 2)).toByteArray();
    for (int bit = 0; bit < handle.length * 8; bit++) {
      byte[] forged = handle.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      Class<? extends Reading> expected =
          bit / 8 >= 2 && bit / 8 < 8 ? Reading.Foreign.class : Reading.Malformed.class;
      assertInstanceOf(expected, HANDLES.read(Bytes.wrap(forged)), "bit " + bit);
    }
  }

  @Test
  void otherLengthsAreMalformed() {
    Bytes handle = HANDLES.handleOf(new FileId(5, 2));
    for (int length = 0; length < handle.length(); length++) {
      assertInstanceOf(Reading.Malformed.class, HANDLES.read(handle.slice(0, length)));
    }
    assertInstanceOf(Reading.Malformed.class, HANDLES.read(Bytes.wrap(new byte[64])));
  }

  @Test
  void anotherVolumesHandleIsForeign() {
    Bytes handle = handles(new UUID(1, 2), 7).handleOf(new FileId(5, 2));
    assertInstanceOf(Reading.Foreign.class, HANDLES.read(handle));
  }

  @Test
  void theKeyMatters() {
    Bytes handle = handles(VOLUME, 8).handleOf(new FileId(5, 2));
    assertNotEquals(HANDLES.handleOf(new FileId(5, 2)), handle);
    assertInstanceOf(Reading.Malformed.class, HANDLES.read(handle));
  }

  @Test
  void handlesMayLieInTheMiddleOfARecord() {
    byte[] record = new byte[80];
    HANDLES.handleOf(new FileId(5, 2)).copyTo(record, 13);
    assertEquals(new Reading.Valid(new FileId(5, 2)), HANDLES.read(Bytes.wrap(record, 13, 32)));
  }
}
