package dev.zerofs.nfs3.server;

import dev.zerofs.nfs3.rpc.RpcReply;
import dev.zerofs.ports.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes replies so that many small ones leave in one buffer, and file data leaves from where it
 * lies, after its header, in one gathered write. Used by the connection's event loop alone.
 */
final class ReplyWriter {

  /** Told when replies have been handed to the operating system, or never will be. */
  interface Sent {

    /** {@code calls} replies, for calls of {@code bytes} together, are done with. */
    void sent(int calls, long bytes);
  }

  private static final int BATCH_BYTES = 16 << 10;

  private final Channel channel;
  private final Sent sent;

  private @Nullable ByteBuf batch;
  private int batchCalls;
  private long batchBytes;

  ReplyWriter(Channel channel, Sent sent) {
    this.channel = channel;
    this.sent = sent;
  }

  /** Writes a reply; it may stay here until {@link #flush}. */
  void write(RpcReply reply, long callBytes) {
    if (!reply.bulk().isEmpty()) {
      writeGathered(reply, callBytes);
      return;
    }
    Bytes head = reply.head();
    if (batch != null && batch.writableBytes() < head.length()) {
      writeBatch();
    }
    if (batch == null) {
      batch = channel.alloc().directBuffer(Math.max(BATCH_BYTES, head.length()));
    }
    batch.writeBytes(head.array(), head.arrayOffset(), head.length());
    batchCalls++;
    batchBytes += callBytes;
  }

  /** Sends everything. */
  void flush() {
    writeBatch();
    channel.flush();
  }

  private void writeBatch() {
    if (batch == null) {
      return;
    }
    ChannelFuture written = channel.write(batch);
    batch = null;
    whenWritten(written, batchCalls, batchBytes);
    batchCalls = 0;
    batchBytes = 0;
  }

  private void writeGathered(RpcReply reply, long callBytes) {
    writeBatch();
    ChannelFuture written = channel.write(view(reply.head()));
    for (Bytes piece : reply.bulk()) {
      written = channel.write(view(piece));
    }
    if (!reply.padding().isEmpty()) {
      written = channel.write(view(reply.padding()));
    }
    whenWritten(written, 1, callBytes);
  }

  private void whenWritten(ChannelFuture written, int calls, long bytes) {
    written.addListener(_ -> sent.sent(calls, bytes));
  }

  private static ByteBuf view(Bytes bytes) {
    return Unpooled.wrappedBuffer(bytes.array(), bytes.arrayOffset(), bytes.length());
  }
}
