package dev.zerofs.nfs3.server;

import dev.zerofs.nfs3.rpc.ImpossibleRecordException;
import dev.zerofs.ports.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into records (RFC 5531 §11): each is a series of fragments, each of which
 * begins with its length and a bit that marks the last one.
 *
 * <p>What a mark claims is compared with the limits before anything else, and memory is taken only
 * for what has arrived: received buffers are kept as they are until a fragment is whole, then
 * copied once, to the one array that is the record. Only a record of several fragments is copied
 * again. Not safe for use by several threads.
 */
final class RecordAssembler {

  private static final int MARK_BYTES = 4;
  private static final int LENGTH_MASK = Integer.MAX_VALUE;
  private static final int FRAGMENTS_MAX = 1024;

  /** Received buffers with less than this are copied together: they may hold far more than that. */
  private static final int SPARSE_BYTES = 8 << 10;

  /** The newest buffer may hold this much for less. */
  private static final int NEWEST_BYTES = 32 << 10;

  private final int maxBytes;
  private final ArrayDeque<ByteBuf> received = new ArrayDeque<>();
  private int receivedBytes;

  private boolean marked;
  private boolean last;
  private int fragmentBytes;

  private byte[] earlier = new byte[0];
  private int earlierBytes;
  private int fragments;

  /** An assembler of records of at most {@code maxBytes}. */
  RecordAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes what was received, and ownership of it. */
  void offer(ByteBuf buffer) {
    if (!buffer.isReadable()) {
      buffer.release();
      return;
    }
    compact(0);
    receivedBytes += buffer.readableBytes();
    received.add(buffer);
  }

  /** Whether something of a record was received that was not yet returned. */
  boolean isPartial() {
    return receivedBytes > 0 || marked || fragments > 0;
  }

  /** The number of bytes that are held. */
  int heldBytes() {
    return receivedBytes + earlierBytes;
  }

  /**
   * The next whole record, or null if more has to be received first.
   *
   * @throws ImpossibleRecordException if the record would be over a limit
   */
  @Nullable Bytes poll() throws ImpossibleRecordException {
    while (marked || readMark()) {
      if (receivedBytes < fragmentBytes) {
        return null;
      }
      marked = false;
      if (last) {
        return record();
      }
      keepFragment();
    }
    return null;
  }

  /**
   * Makes what is held cost little more than its length; to be called when no record is whole. The
   * newest buffer may stay as it is if it is small: usually the next one completes its record.
   */
  void compact() {
    compact(NEWEST_BYTES);
  }

  private void compact(int toleratedBytes) {
    ByteBuf newest = received.peekLast();
    if (newest == null
        || newest.hasArray()
        || newest.capacity() <= toleratedBytes
        || newest.readableBytes() >= Math.min(SPARSE_BYTES, newest.capacity())) {
      return;
    }
    received.removeLast();
    ByteBuf tail = received.peekLast();
    if (tail == null || !tail.hasArray() || tail.writableBytes() < newest.readableBytes()) {
      tail = Unpooled.buffer(SPARSE_BYTES, SPARSE_BYTES);
      received.add(tail);
    }
    tail.writeBytes(newest);
    newest.release();
  }

  /** Gives all buffers back. */
  void close() {
    received.forEach(ByteBuf::release);
    received.clear();
    receivedBytes = 0;
    earlier = new byte[0];
    earlierBytes = 0;
  }

  private boolean readMark() throws ImpossibleRecordException {
    if (receivedBytes < MARK_BYTES) {
      return false;
    }
    byte[] bytes = new byte[MARK_BYTES];
    take(bytes, 0, MARK_BYTES);
    int mark = 0;
    for (byte b : bytes) {
      mark = mark << Byte.SIZE | Byte.toUnsignedInt(b);
    }
    last = mark < 0;
    fragmentBytes = mark & LENGTH_MASK;
    fragments++;
    if (fragmentBytes > maxBytes - earlierBytes || fragments > FRAGMENTS_MAX) {
      throw new ImpossibleRecordException(
          "fragment " + fragments + " of " + fragmentBytes + " bytes after " + earlierBytes);
    }
    marked = true;
    return true;
  }

  private Bytes record() {
    byte[] record = new byte[earlierBytes + fragmentBytes];
    System.arraycopy(earlier, 0, record, 0, earlierBytes);
    take(record, earlierBytes, fragmentBytes);
    earlier = new byte[0];
    earlierBytes = 0;
    fragments = 0;
    return Bytes.wrap(record);
  }

  private void keepFragment() {
    int needed = earlierBytes + fragmentBytes;
    if (needed > earlier.length) {
      earlier = Arrays.copyOf(earlier, Math.min(maxBytes, Math.max(2 * earlier.length, needed)));
    }
    take(earlier, earlierBytes, fragmentBytes);
    earlierBytes = needed;
  }

  private void take(byte[] target, int at, int count) {
    receivedBytes -= count;
    for (int from = at, end = at + count; from < end; ) {
      ByteBuf oldest = received.element();
      int length = Math.min(end - from, oldest.readableBytes());
      oldest.readBytes(target, from, length);
      from += length;
      if (!oldest.isReadable()) {
        received.remove().release();
      }
    }
  }
}
