package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection to an RPC server. Safe for use by any number of threads. */
public final class RpcClient implements RpcChannel, AutoCloseable {

  private static final int LAST_FRAGMENT = 1 << 31;
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int TIMEOUT_SECONDS = 60;
  private static final AtomicInteger FIRST_XIDS = new AtomicInteger(0x1000_0000);

  private final Socket socket;
  private final OutputStream out; // guarded by itself
  private final Map<Integer, CompletableFuture<RpcResponse>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable Throwable broken;
  private final AtomicInteger nextXid = new AtomicInteger(FIRST_XIDS.getAndAdd(0x0010_0000));

  /** Connects. */
  public RpcClient(InetSocketAddress server) {
    this(server, new Socket());
  }

  /** Connects with a socket that the caller has prepared, for example bound. */
  public RpcClient(InetSocketAddress server, Socket socket) {
    this.socket = socket;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(server);
      this.out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("rpc-client").start(this::receive);
  }

  /** A number that no call of this client has had. */
  public int newXid() {
    return nextXid.getAndIncrement();
  }

  /** The socket's own port. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** A call message with a good header. */
  public static Bytes message(
      int xid,
      int program,
      int version,
      int procedure,
      RpcUser user,
      Consumer<XdrWriter> arguments) {
    XdrWriter message = new XdrWriter(256);
    message.writeInt(xid);
    message.writeInt(0);
    message.writeInt(2);
    message.writeInt(program);
    message.writeInt(version);
    message.writeInt(procedure);
    user.encode(message);
    arguments.accept(message);
    return message.written();
  }

  /** Sends a call and waits for its answer. */
  public RpcResponse call(
      int program, int version, int procedure, RpcUser user, Consumer<XdrWriter> arguments) {
    return await(submit(program, version, procedure, user, arguments));
  }

  @Override
  public CompletableFuture<RpcResponse> submit(
      int program, int version, int procedure, RpcUser user, Consumer<XdrWriter> arguments) {
    return submit(message(newXid(), program, version, procedure, user, arguments));
  }

  /** Sends a call message as one record; its first four bytes are its xid. */
  public CompletableFuture<RpcResponse> submit(Bytes message) {
    int xid = new XdrReader(message).readInt();
    CompletableFuture<RpcResponse> response =
        waiting.computeIfAbsent(xid, _ -> new CompletableFuture<>());
    send(record(message));
    Throwable cause = broken;
    if (cause != null) {
      response.completeExceptionally(cause);
    }
    return response;
  }

  /** The future answer to a call that is sent by other means. */
  public CompletableFuture<RpcResponse> expect(int xid) {
    return waiting.computeIfAbsent(xid, _ -> new CompletableFuture<>());
  }

  /** A message as a record of one fragment. */
  public static byte[] record(Bytes message) {
    byte[] record = new byte[4 + message.length()];
    int mark = LAST_FRAGMENT | message.length();
    for (int i = 0; i < 4; i++) {
      record[i] = (byte) (mark >>> 24 - 8 * i);
    }
    message.copyTo(record, 4);
    return record;
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) {
    synchronized (out) {
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        end(e);
      }
    }
  }

  /** Completes when the server has closed the connection, or it broke. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** What a future holds, within a minute. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + TIMEOUT_SECONDS + " s", e);
    }
  }

  private void receive() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES))) {
      while (true) {
        int mark = in.readInt();
        if (mark >= 0) {
          throw new IOException("a reply in several fragments");
        }
        byte[] record = new byte[mark & Integer.MAX_VALUE];
        in.readFully(record);
        XdrReader reply = new XdrReader(Bytes.wrap(record));
        CompletableFuture<RpcResponse> response = waiting.remove(reply.readInt());
        if (response == null) {
          throw new IOException("a reply that nobody waits for");
        }
        response.complete(RpcResponse.decode(reply));
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      end(e);
    }
  }

  private void end(Throwable cause) {
    broken = cause; // before the calls are failed: whoever adds one later looks at it
    waiting.values().forEach(response -> response.completeExceptionally(cause));
    ended.complete(null);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
