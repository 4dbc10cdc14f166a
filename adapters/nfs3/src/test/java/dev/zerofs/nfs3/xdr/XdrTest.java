package dev.zerofs.nfs3.xdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class XdrTest {

  private static Bytes bytes(int... values) {
    byte[] array = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      array[i] = (byte) values[i];
    }
    return Bytes.wrap(array);
  }

  @Test
  void numbersAreBigEndian() {
    XdrWriter out = new XdrWriter(1);
    out.writeInt(0x01020304);
    out.writeLong(0x05060708090a0b0cL);
    out.writeBoolean(true);
    assertEquals(bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 1), out.written());

    XdrReader in = new XdrReader(out.written());
    assertEquals(0x01020304, in.readInt());
    assertEquals(0x05060708090a0b0cL, in.readLong());
    assertTrue(in.readBoolean());
    assertEquals(0, in.remaining());
  }

  @Test
  void numbersMayBeUnsigned() {
    assertEquals(0xffff_fffeL, new XdrReader(bytes(255, 255, 255, 254)).readUnsignedInt());
  }

  @Test
  void opaquesArePaddedWithZeros() {
    for (int length = 0; length < 9; length++) {
      XdrWriter out = new XdrWriter(64);
      out.writeLong(-1);
      out.writeLong(-1);
      out.truncate(0);
      Bytes value = Bytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, length);
      out.writeOpaque(value);
      assertEquals(0, out.length() % 4);
      for (int i = 4 + length; i < out.length(); i++) {
        assertEquals(0, out.written().at(i));
      }
      XdrReader in = new XdrReader(out.written());
      assertEquals(value, in.readOpaque(length));
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void opaquesAreWindowsOnWhatWasReceived() {
    XdrWriter out = new XdrWriter(64);
    out.writeOpaque(bytes(1, 2, 3, 4, 5));
    Bytes received = out.written();
    assertSame(received.array(), new XdrReader(received).readOpaque(5).array());
  }

  @Test
  void lengthsAreNotBelieved() {
    for (int claimed : new int[] {5, 9, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      XdrWriter out = new XdrWriter(64);
      out.writeInt(claimed);
      out.writeInt(0);
      XdrReader in = new XdrReader(out.written());
      assertThrows(
          MalformedXdrException.class, () -> in.readOpaque(Integer.MAX_VALUE), claimed + " bytes");
    }
  }

  @Test
  void opaquesHaveALimitAndTheirPadding() {
    XdrReader overLimit = new XdrReader(bytes(0, 0, 0, 4, 1, 2, 3, 4));
    assertThrows(MalformedXdrException.class, () -> overLimit.readOpaque(3));
    XdrReader unpadded = new XdrReader(bytes(0, 0, 0, 3, 1, 2, 3));
    assertThrows(MalformedXdrException.class, () -> unpadded.readOpaque(3));
  }

  @Test
  void booleansAndEnumsHaveNoOtherValues() {
    assertThrows(MalformedXdrException.class, () -> new XdrReader(bytes(0, 0, 0, 2)).readBoolean());
    assertThrows(
        MalformedXdrException.class, () -> new XdrReader(bytes(255, 255, 255, 255)).readEnum(9));
    assertEquals(8, new XdrReader(bytes(0, 0, 0, 8)).readEnum(9));
  }

  @Test
  void whatEndsEarlyIsMalformed() {
    assertThrows(MalformedXdrException.class, () -> new XdrReader(bytes(0, 0, 0)).readInt());
    assertThrows(
        MalformedXdrException.class, () -> new XdrReader(bytes(0, 0, 0, 0, 0, 0, 0)).readLong());
  }

  @Test
  void bulkDataIsReferredTo() {
    Bytes piece = bytes(1, 2, 3);
    XdrWriter out = new XdrWriter(8);
    out.writeBulk(List.of(piece));
    assertEquals(bytes(0, 0, 0, 3), out.written());
    assertSame(piece, out.bulk().getFirst());
    assertThrows(IllegalStateException.class, () -> out.writeInt(1));
    out.truncate(0);
    assertTrue(out.bulk().isEmpty());
    assertFalse(out.bulkLength() > 0);
  }
}
