package dev.zerofs.nfs3;

import dev.zerofs.nfs3.export.Export;
import dev.zerofs.nfs3.mount.MountProgram;
import dev.zerofs.nfs3.procedure.Nfs3Program;
import dev.zerofs.nfs3.procedure.NfsVolume;
import dev.zerofs.nfs3.rpc.DuplicateRequests;
import dev.zerofs.nfs3.rpc.RpcDispatcher;
import dev.zerofs.nfs3.server.ConnectionLimits;
import dev.zerofs.nfs3.server.Listener;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.time.Clock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server: what it is made of, and its address. */
final class Nfs3Server implements ProtocolServer {

  private final RpcDispatcher dispatcher;
  private final InetSocketAddress listen;
  private final ConnectionLimits limits;
  private final Clock clock;
  private @Nullable Listener listener;

  Nfs3Server(
      FileSystem fileSystem,
      Clock clock,
      InetSocketAddress listen,
      Export export,
      ConnectionLimits limits,
      long replayBytes,
      long replayAgeNanos) {
    NfsVolume volume = NfsVolume.of(fileSystem, export);
    this.dispatcher =
        new RpcDispatcher(
            List.of(new Nfs3Program(volume), new MountProgram(volume)),
            new DuplicateRequests(replayBytes, replayAgeNanos, clock));
    this.listen = listen;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void start() {
    if (listener != null) {
      throw new IllegalStateException("started already");
    }
    listener = new Listener(listen, dispatcher, limits, clock);
  }

  @Override
  public List<InetSocketAddress> addresses() {
    // The host as configured: a socket for every address of both families names itself [::].
    return listener == null
        ? List.of()
        : List.of(new InetSocketAddress(listen.getAddress(), listener.address().getPort()));
  }

  @Override
  public List<String> instructions() {
    return addresses().stream().flatMap(address -> mountLines(address).stream()).toList();
  }

  private static List<String> mountLines(InetSocketAddress address) {
    InetAddress bound = address.getAddress();
    // What listens everywhere can be reached here; a person elsewhere knows this machine's name.
    String host = NetUtil.toAddressString(bound.isAnyLocalAddress() ? NetUtil.LOCALHOST4 : bound);
    String from = host.indexOf(':') < 0 ? host : "[" + host + "]";
    int port = address.getPort();
    String options = "vers=3,tcp,port=%d,mountport=%d,soft".formatted(port, port);
    return List.of(
        "mount -t nfs -o %s %s:/ /mnt  # Linux"
            .formatted(options.replace("tcp", "nolock,tcp"), from),
        "mount -t nfs -o nolocks,%s %s:/ mnt  # macOS".formatted(options, from));
  }

  @Override
  public void stop(Duration grace) {
    Listener running = listener;
    listener = null;
    if (running != null) {
      running.close(grace);
    }
  }
}
