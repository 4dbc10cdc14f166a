package dev.zerofs.nfs3.server;

import dev.zerofs.nfs3.rpc.ImpossibleRecordException;
import dev.zerofs.nfs3.rpc.RpcCall;
import dev.zerofs.nfs3.rpc.RpcDispatcher;
import dev.zerofs.nfs3.rpc.RpcReply;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. Its state belongs to its event loop; calls run on threads of their own
 * and leave their replies in a queue.
 *
 * <p>A call counts from the moment at which it begins to be assembled until its reply has been
 * handed to the operating system, so a client that does not take its replies is not read from
 * either.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long CHECKS_PER_DEADLINE = 8;

  private final Channel channel;
  private final InetSocketAddress peer;
  private final RpcDispatcher dispatcher;
  private final ConnectionLimits limits;
  private final CallBudget budget;
  private final Executor callThreads;
  private final Clock clock;
  private final RecordAssembler assembler = new RecordAssembler(ConnectionLimits.RECORD_MAX_BYTES);
  private final ReplyWriter writer;

  /** Calls that other threads have ended; drained by the event loop. */
  private final Queue<EndedCall> ended = new ConcurrentLinkedQueue<>();

  /** Whether the event loop was asked to drain and has not begun to. */
  private final AtomicBoolean drainAsked = new AtomicBoolean();

  // From here on: touched by the event loop alone.

  /** Calls that are executed or whose replies are not sent yet. */
  private int calls;

  private long callBytes;

  /** Replies that were written and are not sent yet. */
  private int unsentCalls;

  /** Whether a part of the budget is set aside for the record that is assembled. */
  private boolean isSetAside;

  private boolean awaitsBudget;
  private boolean stopping;
  private boolean closed;
  private long assemblyBeganNanos;
  private long lastReceivedNanos;
  private long lastSentNanos;
  private @Nullable Future<?> deadlineChecks;

  Connection(
      Channel channel,
      InetSocketAddress peer,
      RpcDispatcher dispatcher,
      ConnectionLimits limits,
      CallBudget budget,
      Executor callThreads,
      Clock clock) {
    this.channel = channel;
    this.peer = peer;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.budget = budget;
    this.callThreads = callThreads;
    this.clock = clock;
    this.writer = new ReplyWriter(channel, this::sent);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    lastReceivedNanos = clock.monotonicNanos();
    lastSentNanos = lastReceivedNanos;
    long period = Math.min(limits.idleNanos(), limits.stallNanos()) / CHECKS_PER_DEADLINE + 1;
    deadlineChecks =
        context
            .executor()
            .scheduleWithFixedDelay(this::checkDeadlines, period, period, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    if (closed || stopping) {
      buffer.release();
      return;
    }
    lastReceivedNanos = clock.monotonicNanos();
    assembler.offer(buffer);
    receive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed = true;
    if (deadlineChecks != null) {
      deadlineChecks.cancel(false);
    }
    assembler.close();
    giveBackSetAside();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("connection of {} broke", peer, cause);
    close();
  }

  /** Begins every call that has wholly arrived and is within the bounds, and reads on if it may. */
  private void receive() {
    if (closed || stopping) {
      return;
    }
    boolean within = true;
    try {
      while (assembler.isPartial()) {
        within = setAside();
        Bytes record = within ? assembler.poll() : null;
        if (record == null) {
          break;
        }
        begin(record);
      }
    } catch (ImpossibleRecordException e) {
      LOG.debug("closing the connection of {}: {}", peer, e.getMessage());
      close();
      return;
    }
    assembler.compact();
    channel.config().setAutoRead(within);
  }

  /** Makes sure that the next call is within the bounds; if it is not, there will be a retry. */
  private boolean setAside() {
    if (isSetAside) {
      return true;
    }
    boolean within =
        calls < limits.callsPerConnection()
            && callBytes + ConnectionLimits.CALL_MAX_BYTES <= limits.bytesPerConnection();
    if (!within || awaitsBudget) {
      return false;
    }
    if (!budget.tryAcquire(ConnectionLimits.CALL_MAX_BYTES, this::budgetMayHaveRoom)) {
      awaitsBudget = true;
      return false;
    }
    isSetAside = true;
    assemblyBeganNanos = clock.monotonicNanos();
    return true;
  }

  private void giveBackSetAside() {
    if (isSetAside) {
      isSetAside = false;
      budget.release(1, ConnectionLimits.CALL_MAX_BYTES);
    }
  }

  private void budgetMayHaveRoom() {
    onEventLoop(
        () -> {
          awaitsBudget = false;
          receive();
        });
  }

  private void begin(Bytes record) throws ImpossibleRecordException {
    RpcCall call = dispatcher.receive(peer, record);
    long bytes = (long) record.length() + call.replyBytesMax();
    if (bytes > ConnectionLimits.CALL_MAX_BYTES) {
      throw new ImpossibleRecordException("both the call and its reply are long");
    }
    isSetAside = false;
    budget.release(0, ConnectionLimits.CALL_MAX_BYTES - bytes);
    calls++;
    callBytes += bytes;
    callThreads.execute(() -> execute(call, bytes));
  }

  /** Runs on a thread of the call's own, which is not kept while the reply may not leave yet. */
  private void execute(RpcCall call, long bytes) {
    var _ =
        CompletableFuture.completedStage(call)
            .thenCompose(RpcCall::execute)
            .whenComplete(
                (reply, failure) -> {
                  if (failure != null) {
                    LOG.error("a call of {} has no reply", peer, failure);
                  }
                  end(reply, bytes);
                });
  }

  /** Runs on any thread. */
  private void end(@Nullable RpcReply reply, long bytes) {
    ended.add(new EndedCall(reply, bytes));
    if (drainAsked.compareAndSet(false, true)) {
      onEventLoop(this::drain);
    }
  }

  private void drain() {
    drainAsked.set(false); // before the queue is looked at: whoever adds later asks again
    for (EndedCall call = ended.poll(); call != null; call = ended.poll()) {
      RpcReply reply = call.reply();
      if (unsentCalls++ == 0) {
        lastSentNanos = clock.monotonicNanos();
      }
      if (reply == null) {
        close();
        sent(1, call.bytes());
      } else {
        writer.write(reply, call.bytes());
      }
    }
    writer.flush();
  }

  private void sent(int count, long bytes) {
    lastSentNanos = clock.monotonicNanos();
    unsentCalls -= count;
    calls -= count;
    callBytes -= bytes;
    budget.release(count, bytes);
    if (stopping && calls == 0) {
      close();
    } else if (!channel.config().isAutoRead()) {
      receive();
    }
  }

  /** Lets calls under way end, then closes and runs {@code whenClosed}. For use by any thread. */
  void stop(Runnable whenClosed) {
    channel.closeFuture().addListener(_ -> whenClosed.run());
    onEventLoop(
        () -> {
          stopping = true;
          channel.config().setAutoRead(false);
          if (calls == 0) {
            close();
          }
        });
  }

  /** Closes whatever is under way. For use by any thread. */
  void abandon() {
    onEventLoop(this::close);
  }

  private void checkDeadlines() {
    long now = clock.monotonicNanos();
    boolean halfRecord = isSetAside && now - assemblyBeganNanos > limits.stallNanos();
    boolean halfReply = unsentCalls > 0 && now - lastSentNanos > limits.stallNanos();
    boolean idle =
        calls == 0
            && !assembler.isPartial()
            && now - Math.max(lastReceivedNanos, lastSentNanos) > limits.idleNanos();
    if (halfRecord || halfReply || idle) {
      LOG.debug("closing the connection of {}: {}", peer, idle ? "idle" : "stalled");
      close();
    }
  }

  private void close() {
    closed = true;
    var _ = channel.close();
  }

  private void onEventLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the event loop of {} has ended", peer, e);
    }
  }
}
