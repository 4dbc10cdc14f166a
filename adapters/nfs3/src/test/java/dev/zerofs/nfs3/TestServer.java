package dev.zerofs.nfs3;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.Clock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A server over an empty volume in memory, with clients. */
final class TestServer implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final FileSystem fileSystem;
  private final ProtocolServer server;
  private final List<RpcClient> clients = new ArrayList<>();

  private TestServer(FileSystem fileSystem, Clock clock, Map<String, String> settings) {
    Settings given = TestSettings.of(Map.of("nfs.listen", "127.0.0.1:0"), settings);
    this.fileSystem = fileSystem;
    this.server = new Nfs3Provider().create(fileSystem, clock, given);
    server.start();
  }

  /** A server with default settings on a free port. */
  static TestServer start() {
    return start(Map.of());
  }

  /** A server with these settings. */
  static TestServer start(Map<String, String> settings) {
    return start(settings, UnaryOperator.identity());
  }

  /** A server whose file system has something in front of it. */
  static TestServer start(Map<String, String> settings, UnaryOperator<FileSystem> front) {
    return start(settings, front, new TestClock());
  }

  /** A server that is told the time. */
  static TestServer start(
      Map<String, String> settings, UnaryOperator<FileSystem> front, Clock clock) {
    return new TestServer(front.apply(emptyVolume()), clock, settings);
  }

  /**
   * A server over what {@code disk} holds, which replaces who had it open as after a crash.
   *
   * @param front puts something in front of the file system
   */
  static TestServer restart(MemoryVolume disk, UnaryOperator<FileSystem> front) {
    Clock clock = new TestClock();
    return new TestServer(front.apply(volume(disk, clock)), clock, Map.of());
  }

  private static FileSystem volume(MemoryVolume disk, Clock clock) {
    return Volume.open(disk.open(clock), clock, new Random(1), Options.DEFAULT);
  }

  private static FileSystem emptyVolume() {
    return volume(new MemoryVolume(), new TestClock());
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  ProtocolServer server() {
    return server;
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  /** A new connection, closed with the server. */
  RpcClient connect() {
    RpcClient client = new RpcClient(address());
    clients.add(client);
    return client;
  }

  /** A new connection of the superuser. */
  Nfs3Client root() {
    return new Nfs3Client(connect(), RpcUser.ROOT);
  }

  @Override
  public void close() {
    clients.forEach(RpcClient::close);
    server.stop(GRACE);
  }

  /** Serves a volume in memory until the process is ended; arguments are {@code key=value}. */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    try (TestServer server = start(settings)) {
      server.server().instructions().forEach(System.out::println);
      new CountDownLatch(1).await();
    }
  }
}
