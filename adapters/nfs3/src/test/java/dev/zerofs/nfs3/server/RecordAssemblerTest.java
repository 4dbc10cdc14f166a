package dev.zerofs.nfs3.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.rpc.ImpossibleRecordException;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.random.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordAssemblerTest {

  private static final int MAX_BYTES = 100_000;
  private static final int LAST = 1 << 31;

  private final RecordAssembler assembler = new RecordAssembler(MAX_BYTES);

  private static ByteBuf direct(byte[] bytes, int capacity) {
    return Unpooled.directBuffer(Math.max(capacity, bytes.length)).writeBytes(bytes);
  }

  private static byte[] mark(int mark) {
    return ByteBuffer.allocate(4).putInt(mark).array();
  }

  private void offer(byte[] bytes) {
    assembler.offer(direct(bytes, 0));
  }

  @Test
  void anyFragmentsAndAnyReadsGiveTheSameRecords() {
    Seeds.forEach(50, RecordAssemblerTest::roundTrip);
  }

  private static void roundTrip(long seed) throws Exception {
    Random random = new Random(seed);
    RecordAssembler assembler = new RecordAssembler(MAX_BYTES);
    List<Bytes> sent = new ArrayList<>();
    ByteBuf stream = Unpooled.buffer();
    for (int i = 0; i < 20; i++) {
      byte[] record = new byte[random.nextInt(random.nextBoolean() ? 100 : 30_000)];
      random.nextBytes(record);
      sent.add(Bytes.wrap(record));
      writeFragments(stream, record, random);
    }
    List<Bytes> received = new ArrayList<>();
    List<ByteBuf> buffers = new ArrayList<>();
    while (stream.isReadable()) {
      int length = 1 + random.nextInt(random.nextBoolean() ? 7 : 50_000);
      byte[] piece = new byte[Math.min(stream.readableBytes(), length)];
      stream.readBytes(piece);
      ByteBuf buffer = direct(piece, random.nextInt(70_000));
      buffers.add(buffer);
      assembler.offer(buffer);
      for (Bytes record = assembler.poll(); record != null; record = assembler.poll()) {
        received.add(record);
      }
      assembler.compact();
    }
    assertEquals(sent, received);
    assertFalse(assembler.isPartial());
    assertEquals(0, assembler.heldBytes());
    buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
  }

  private static void writeFragments(ByteBuf stream, byte[] record, Random random) {
    int at = 0;
    while (random.nextInt(3) == 0) {
      int length = random.nextInt(record.length - at + 1);
      stream.writeInt(length).writeBytes(record, at, length);
      at += length;
    }
    stream.writeInt(LAST | record.length - at).writeBytes(record, at, record.length - at);
  }

  @Test
  void aRecordIsExactlyItsArray() throws Exception {
    offer(mark(LAST | 5));
    offer(new byte[] {1, 2, 3, 4, 5, 9});
    Bytes record = assembler.poll();
    assertTrue(record != null && record.array().length == 5);
  }

  @Test
  void aLengthOverTheLimitIsRefusedBeforeAnythingArrives() {
    offer(mark(LAST | MAX_BYTES + 1));
    assertThrows(ImpossibleRecordException.class, assembler::poll);
  }

  @Test
  void theLimitIsThatOfAllFragmentsTogether() throws Exception {
    offer(mark(MAX_BYTES - 10));
    offer(new byte[MAX_BYTES - 10]);
    assertNull(assembler.poll());
    offer(mark(LAST | 11));
    assertThrows(ImpossibleRecordException.class, assembler::poll);
  }

  @Test
  void emptyFragmentsAreCountedToo() throws Exception {
    for (int i = 0; i < 1024; i++) {
      offer(mark(0));
      assertNull(assembler.poll());
    }
    offer(mark(LAST));
    assertThrows(ImpossibleRecordException.class, assembler::poll);
  }

  @Test
  void anEmptyRecordIsARecord() throws Exception {
    offer(mark(LAST));
    assertEquals(Bytes.EMPTY, assembler.poll());
  }

  /** What a client sends byte by byte into large receive buffers must not hold those buffers. */
  @Test
  void aTrickleDoesNotHoldWhatItWasReceivedInto() throws Exception {
    offer(mark(LAST | 50_000));
    List<ByteBuf> buffers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ByteBuf buffer = direct(new byte[] {1}, 4096);
      buffers.add(buffer);
      assembler.offer(buffer);
      assertNull(assembler.poll());
      assembler.compact();
    }
    assertEquals(20_000, assembler.heldBytes());
    assertEquals(1, buffers.removeLast().refCnt(), "the newest may complete the record");
    buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
    assertTrue(assembler.isPartial());
  }

  @Test
  void aLittleInALargeBufferDoesNotHoldIt() throws Exception {
    offer(mark(LAST | 50_000));
    assertNull(assembler.poll());
    ByteBuf buffer = direct(new byte[] {1}, 256 << 10);
    assembler.offer(buffer);
    assertNull(assembler.poll());
    assembler.compact();
    assertEquals(0, buffer.refCnt());
    assertEquals(1, assembler.heldBytes());
  }

  @Test
  void closingGivesEverythingBack() throws Exception {
    ByteBuf buffer = direct(mark(LAST | 50_000), 20_000);
    assembler.offer(buffer);
    assertNull(assembler.poll());
    ByteBuf more = direct(new byte[20_000], 20_000);
    assembler.offer(more);
    assembler.close();
    assertEquals(0, buffer.refCnt());
    assertEquals(0, more.refCnt());
    assertEquals(0, assembler.heldBytes());
  }
}
