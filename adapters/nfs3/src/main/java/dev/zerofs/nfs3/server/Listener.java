package dev.zerofs.nfs3.server;

import dev.zerofs.nfs3.rpc.RpcDispatcher;
import dev.zerofs.ports.time.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Listens on one address and serves what connects. Bound once and closed once, by one thread. */
public final class Listener {

  private static final int BACKLOG = 256;
  private static final int INTERRUPTED_CALLS_SECONDS = 1;
  private static final int RECEIVE_BUFFER_MIN_BYTES = 1 << 10;
  private static final int RECEIVE_BUFFER_INITIAL_BYTES = 8 << 10;
  private static final int RECEIVE_BUFFER_MAX_BYTES = 256 << 10;

  private final RpcDispatcher dispatcher;
  private final ConnectionLimits limits;
  private final Clock clock;
  private final CallBudget budget;
  private final ConnectionCensus census;
  private final ExecutorService callThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("nfs3-call").factory());
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Transport transport;
  private final Channel channel;

  /**
   * Binds {@code address} and begins to serve.
   *
   * @throws UncheckedIOException if the address cannot be bound
   */
  public Listener(
      InetSocketAddress address, RpcDispatcher dispatcher, ConnectionLimits limits, Clock clock) {
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.clock = clock;
    this.budget = new CallBudget(limits.calls(), limits.bytes());
    this.census = new ConnectionCensus(limits.connections(), limits.connectionsPerAddress());
    this.transport = Transport.open();
    ChannelFuture bound = bootstrap().bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      endEventLoops();
      throw new UncheckedIOException(
          "cannot listen on " + address.getHostString() + ":" + address.getPort(),
          new IOException(bound.cause()));
    }
    this.channel = bound.channel();
  }

  /** The address that is bound, with the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /**
   * Stops accepting, lets calls under way end for at most {@code grace}, closes everything. Calls
   * that have not ended by then are interrupted and get a little longer, since whoever stops a
   * server closes the file system next.
   */
  public void close(Duration grace) {
    channel.close().awaitUninterruptibly();
    CountDownLatch open = new CountDownLatch(connections.size());
    // A connection that is accepted after this is not there: the listening socket is closed.
    for (Connection connection : connections) {
      connection.stop(open::countDown);
    }
    try {
      var _ = open.await(grace.toNanos(), TimeUnit.NANOSECONDS);
      connections.forEach(Connection::abandon);
      callThreads.shutdownNow();
      var _ = callThreads.awaitTermination(INTERRUPTED_CALLS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    endEventLoops();
  }

  private void endEventLoops() {
    transport
        .eventLoops()
        .shutdownGracefully(0, 1, TimeUnit.SECONDS)
        .awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(transport.eventLoops())
        .channel(transport.serverChannel())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(
                RECEIVE_BUFFER_MIN_BYTES, RECEIVE_BUFFER_INITIAL_BYTES, RECEIVE_BUFFER_MAX_BYTES))
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel accepted) {
                accept(accepted);
              }
            });
  }

  private void accept(Channel accepted) {
    InetSocketAddress peer = peerOf(accepted);
    if (!census.tryEnter(peer.getAddress())) {
      var _ = accepted.close();
      return;
    }
    Connection connection =
        new Connection(accepted, peer, dispatcher, limits, budget, callThreads, clock);
    connections.add(connection);
    accepted
        .closeFuture()
        .addListener(
            _ -> {
              connections.remove(connection);
              census.leave(peer.getAddress());
            });
    accepted.pipeline().addLast(connection);
  }

  /** The other end's address, an IPv4 one also if it came in IPv6 form, so that rules apply. */
  private static InetSocketAddress peerOf(Channel accepted) {
    InetSocketAddress peer = (InetSocketAddress) accepted.remoteAddress();
    try {
      InetAddress address = InetAddress.getByAddress(peer.getAddress().getAddress());
      return new InetSocketAddress(address, peer.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of no known length", e);
    }
  }
}
