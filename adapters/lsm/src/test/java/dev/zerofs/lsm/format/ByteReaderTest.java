package dev.zerofs.lsm.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.random.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the writer writes the reader reads, and it never reads beyond. */
final class ByteReaderTest {

  @Test
  void everyPrimitiveComesBack() {
    Bytes bytes =
        new ByteWriter(1)
            .u8(0xfe)
            .u16(0xfedc)
            .u32(-2)
            .u64(Long.MIN_VALUE)
            .string(Bytes.utf8("name"))
            .takeBytes();
    ByteReader in = new ByteReader(bytes, "test");

    assertEquals(0xfe, in.u8());
    assertEquals(0xfedc, in.u16());
    assertEquals(-2, in.u32());
    assertEquals(Long.MIN_VALUE, in.u64());
    assertEquals(Bytes.utf8("name"), in.string(4));
    in.end();
  }

  @Test
  void everyVarintComesBack() {
    Seeds.forEach(
        1000,
        seed -> {
          long value = new Random(seed).nextLong() >>> 1 >>> Math.floorMod(seed, 63);
          Bytes bytes = new ByteWriter(9).varint(value).takeBytes();
          assertEquals(value, new ByteReader(bytes, "test").varint());
        });
    for (long value : new long[] {0, 127, 128, Long.MAX_VALUE}) {
      Bytes bytes = new ByteWriter(9).varint(value).takeBytes();
      assertEquals(value, new ByteReader(bytes, "test").varint());
    }
  }

  @Test
  void lengthsAndCountsBeyondTheRestAreCorrupt() {
    Bytes claim = new ByteWriter(16).varint(1 << 30).u8(1).takeBytes();

    assertThrows(
        KeyValueException.Corrupt.class, () -> new ByteReader(claim, "test").string(1 << 30));
    assertThrows(KeyValueException.Corrupt.class, () -> new ByteReader(claim, "test").count(1));
    assertThrows(
        KeyValueException.Corrupt.class, () -> new ByteReader(claim, "test").varint(1 << 29));
  }

  @Test
  void aVarintOfTenBytesIsCorrupt() {
    ByteWriter out = new ByteWriter(10);
    for (int i = 0; i < 10; i++) {
      out.u8(0x80);
    }
    ByteReader in = new ByteReader(out.takeBytes(), "the object");

    KeyValueException failure = assertThrows(KeyValueException.Corrupt.class, in::varint);
    assertTrue(String.valueOf(failure.getMessage()).startsWith("the object is corrupt"));
  }

  @Test
  void whatIsLeftOverIsCorrupt() {
    ByteReader in = new ByteReader(Bytes.utf8("x"), "test");

    assertThrows(KeyValueException.Corrupt.class, in::end);
  }
}
