package dev.zerofs.nfs3.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * How sockets are served: by the kernel's epoll directly where Netty's native library is there,
 * else through the JDK.
 *
 * @param eventLoops the threads that do it
 * @param serverChannel the kind of listening socket that goes with them
 */
record Transport(EventLoopGroup eventLoops, Class<? extends ServerChannel> serverChannel) {

  private static final int EVENT_LOOPS_MAX = 8;

  /** Starts the best transport that this machine has. */
  static Transport open() {
    return Epoll.isAvailable()
        ? open(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
        : open(NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }

  private static Transport open(
      IoHandlerFactory factory, Class<? extends ServerChannel> serverChannel) {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), EVENT_LOOPS_MAX);
    var threadFactory = new DefaultThreadFactory("nfs3-io", true);
    return new Transport(
        new MultiThreadIoEventLoopGroup(threads, threadFactory, factory), serverChannel);
  }
}
