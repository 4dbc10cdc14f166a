package dev.zerofs.benchmarks.stream;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Data;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Files written and read over NFS from their beginnings to their ends, with calls of a megabyte.
 */
final class NfsStream implements AutoCloseable {

  private final RpcClient connection;
  private final Nfs3Client client;
  private final Bytes root;
  private final List<Bytes> pieces;
  private final int callsMax;

  /**
   * Mounts.
   *
   * @param pieces the contents of calls, used in turn
   * @param callsMax how many calls are under way at once
   */
  NfsStream(InetSocketAddress server, List<Bytes> pieces, int callsMax) {
    this.connection = new RpcClient(server);
    this.client = new Nfs3Client(connection, RpcUser.unix(0, 0));
    this.root = client.mountRoot();
    this.pieces = List.copyOf(pieces);
    this.callsMax = callsMax;
  }

  private Bytes piece(int number) {
    return pieces.get(number % pieces.size());
  }

  /** Writes {@code count} pieces and waits until they are stable; tells the bytes a second. */
  double write(int count, int number) {
    Bytes file =
        Objects.requireNonNull(
            RpcClient.await(client.create(root, name(number), AttributeChange.NONE)).handle());
    long began = Lab.CLOCK.monotonicNanos();
    Deque<CompletableFuture<Written>> under = new ArrayDeque<>();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      if (under.size() == callsMax) {
        requireOk(RpcClient.await(under.remove()).status());
      }
      under.add(client.write(file, bytes, Nfs3Client.UNSTABLE, piece(i)));
      bytes += piece(i).length();
    }
    for (CompletableFuture<Written> written : under) {
      requireOk(RpcClient.await(written).status());
    }
    requireOk(RpcClient.await(client.commit(file, 0, 0)).status());
    return bytes / Lab.secondsSince(began);
  }

  /** Reads and checks it; tells the bytes a second. */
  double read(int count, int number) {
    Bytes file =
        Objects.requireNonNull(RpcClient.await(client.lookup(root, name(number))).handle());
    long began = Lab.CLOCK.monotonicNanos();
    Deque<CompletableFuture<Data>> under = new ArrayDeque<>();
    long bytes = 0;
    for (int i = 0; i < count + callsMax; i++) {
      if (i >= callsMax) {
        Bytes expected = piece(i - callsMax);
        Data data = RpcClient.await(under.remove());
        requireOk(data.status());
        if (!data.data().equals(expected)) {
          throw new IllegalStateException("wrong content of piece " + (i - callsMax));
        }
        bytes += expected.length();
      }
      if (i < count) {
        under.add(client.read(file, (long) i * piece(0).length(), piece(0).length()));
      }
    }
    return bytes / Lab.secondsSince(began);
  }

  /** Removes it. */
  void remove(int number) {
    requireOk(RpcClient.await(client.remove(root, name(number))).status());
  }

  private static Bytes name(int number) {
    return Bytes.utf8("stream-" + number);
  }

  private static void requireOk(int status) {
    if (status != 0) {
      throw new IllegalStateException("NFS status " + status);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
