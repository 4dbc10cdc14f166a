package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.client.Nfs3Replies.Accessed;
import dev.zerofs.nfs3.client.Nfs3Replies.Changed;
import dev.zerofs.nfs3.client.Nfs3Replies.Committed;
import dev.zerofs.nfs3.client.Nfs3Replies.Conf;
import dev.zerofs.nfs3.client.Nfs3Replies.Data;
import dev.zerofs.nfs3.client.Nfs3Replies.Found;
import dev.zerofs.nfs3.client.Nfs3Replies.Got;
import dev.zerofs.nfs3.client.Nfs3Replies.Info;
import dev.zerofs.nfs3.client.Nfs3Replies.Linked;
import dev.zerofs.nfs3.client.Nfs3Replies.Listed;
import dev.zerofs.nfs3.client.Nfs3Replies.Made;
import dev.zerofs.nfs3.client.Nfs3Replies.Mounted;
import dev.zerofs.nfs3.client.Nfs3Replies.Moved;
import dev.zerofs.nfs3.client.Nfs3Replies.Target;
import dev.zerofs.nfs3.client.Nfs3Replies.Usage;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every procedure as one user over one connection. Each method sends one call; its future completes
 * with the decoded reply, or exceptionally if the connection ends or the reply has a byte too many
 * or too few. Safe for use by any number of threads.
 */
public final class Nfs3Client {

  /** Program numbers. */
  public static final int NFS = 100003;

  /** Program numbers. */
  public static final int MOUNT = 100005;

  /** stable_how. */
  public static final int UNSTABLE = 0;

  /** stable_how. */
  public static final int DATA_SYNC = 1;

  /** stable_how. */
  public static final int FILE_SYNC = 2;

  private final RpcChannel channel;
  private final RpcUser user;

  /** A client that calls as {@code user}. */
  public Nfs3Client(RpcChannel channel, RpcUser user) {
    this.channel = channel;
    this.user = user;
  }

  /** The connection; only for a client that was made of one. */
  public RpcClient rpc() {
    return (RpcClient) channel;
  }

  /** The same connection, another user. */
  public Nfs3Client as(RpcUser other) {
    return new Nfs3Client(channel, other);
  }

  /** MNT. */
  public CompletableFuture<Mounted> mount(Bytes path) {
    return channel
        .submit(MOUNT, 3, 1, user, out -> out.writeOpaque(path))
        .thenApply(response -> Nfs3Decoder.mounted(response.success()));
  }

  /** The handle of the root; fails if it cannot be mounted. */
  public Bytes mountRoot() {
    Mounted mounted = RpcClient.await(mount(Bytes.utf8("/")));
    if (mounted.handle() == null) {
      throw new AssertionError("cannot mount: " + mounted.status());
    }
    return mounted.handle();
  }

  /** GETATTR. */
  public CompletableFuture<Got> getAttr(Bytes object) {
    return call(1, out -> out.writeOpaque(object), Nfs3Decoder::got);
  }

  /** SETATTR. */
  public CompletableFuture<Changed> setAttr(
      Bytes object, AttributeChange change, @Nullable Long guardNanos) {
    return call(
        2,
        out -> {
          out.writeOpaque(object);
          Nfs3Encoder.sattr(out, change);
          out.writeBoolean(guardNanos != null);
          if (guardNanos != null) {
            Nfs3Encoder.time(out, guardNanos);
          }
        },
        Nfs3Decoder::changed);
  }

  /** LOOKUP. */
  public CompletableFuture<Found> lookup(Bytes directory, Bytes name) {
    return call(3, named(directory, name), Nfs3Decoder::found);
  }

  /** ACCESS. */
  public CompletableFuture<Accessed> access(Bytes object, int wanted) {
    return call(
        4,
        out -> {
          out.writeOpaque(object);
          out.writeInt(wanted);
        },
        Nfs3Decoder::accessed);
  }

  /** READLINK. */
  public CompletableFuture<Target> readLink(Bytes link) {
    return call(5, out -> out.writeOpaque(link), Nfs3Decoder::target);
  }

  /** READ. */
  public CompletableFuture<Data> read(Bytes file, long offset, int count) {
    return call(
        6,
        out -> {
          out.writeOpaque(file);
          out.writeLong(offset);
          out.writeInt(count);
        },
        Nfs3Decoder::data);
  }

  /** WRITE. */
  public CompletableFuture<Written> write(Bytes file, long offset, int stable, Bytes data) {
    return call(
        7,
        out -> {
          out.writeOpaque(file);
          out.writeLong(offset);
          out.writeInt(data.length());
          out.writeInt(stable);
          out.writeOpaque(data);
        },
        Nfs3Decoder::written);
  }

  /** CREATE, unchecked. */
  public CompletableFuture<Made> create(Bytes directory, Bytes name, AttributeChange attributes) {
    return create(directory, name, 0, attributes);
  }

  /** CREATE, guarded. */
  public CompletableFuture<Made> createGuarded(
      Bytes directory, Bytes name, AttributeChange attributes) {
    return create(directory, name, 1, attributes);
  }

  private CompletableFuture<Made> create(
      Bytes directory, Bytes name, int how, AttributeChange attributes) {
    return call(
        8,
        named(directory, name)
            .andThen(
                out -> {
                  out.writeInt(how);
                  Nfs3Encoder.sattr(out, attributes);
                }),
        Nfs3Decoder::made);
  }

  /** CREATE, exclusive. */
  public CompletableFuture<Made> createExclusive(Bytes directory, Bytes name, long verifier) {
    return call(
        8,
        named(directory, name)
            .andThen(
                out -> {
                  out.writeInt(2);
                  out.writeLong(verifier);
                }),
        Nfs3Decoder::made);
  }

  /** MKDIR. */
  public CompletableFuture<Made> mkdir(Bytes directory, Bytes name, AttributeChange attributes) {
    return call(
        9,
        named(directory, name).andThen(out -> Nfs3Encoder.sattr(out, attributes)),
        Nfs3Decoder::made);
  }

  /** SYMLINK. */
  public CompletableFuture<Made> symlink(
      Bytes directory, Bytes name, Bytes target, AttributeChange attributes) {
    return call(
        10,
        named(directory, name)
            .andThen(
                out -> {
                  Nfs3Encoder.sattr(out, attributes);
                  out.writeOpaque(target);
                }),
        Nfs3Decoder::made);
  }

  /** MKNOD; the numbers are sent for devices only. */
  public CompletableFuture<Made> mknod(
      Bytes directory, Bytes name, int type, int major, int minor, AttributeChange attributes) {
    return call(
        11,
        named(directory, name)
            .andThen(
                out -> {
                  out.writeInt(type);
                  if (type == 3 || type == 4 || type == 6 || type == 7) {
                    Nfs3Encoder.sattr(out, attributes);
                  }
                  if (type == 3 || type == 4) {
                    out.writeInt(major);
                    out.writeInt(minor);
                  }
                }),
        Nfs3Decoder::made);
  }

  /** REMOVE. */
  public CompletableFuture<Changed> remove(Bytes directory, Bytes name) {
    return call(12, named(directory, name), Nfs3Decoder::changed);
  }

  /** RMDIR. */
  public CompletableFuture<Changed> rmdir(Bytes directory, Bytes name) {
    return call(13, named(directory, name), Nfs3Decoder::changed);
  }

  /** RENAME. */
  public CompletableFuture<Moved> rename(Bytes from, Bytes fromName, Bytes to, Bytes toName) {
    return call(14, named(from, fromName).andThen(named(to, toName)), Nfs3Decoder::moved);
  }

  /** LINK. */
  public CompletableFuture<Linked> link(Bytes file, Bytes directory, Bytes name) {
    return call(
        15,
        out -> {
          out.writeOpaque(file);
          named(directory, name).accept(out);
        },
        Nfs3Decoder::linked);
  }

  /** READDIR. */
  public CompletableFuture<Listed> readDir(Bytes directory, long cookie, int count) {
    return call(
        16,
        out -> {
          out.writeOpaque(directory);
          out.writeLong(cookie);
          out.writeLong(0);
          out.writeInt(count);
        },
        (status, in) -> Nfs3Decoder.listed(status, in, false));
  }

  /** READDIRPLUS. */
  public CompletableFuture<Listed> readDirPlus(
      Bytes directory, long cookie, int dircount, int maxcount) {
    return call(
        17,
        out -> {
          out.writeOpaque(directory);
          out.writeLong(cookie);
          out.writeLong(0);
          out.writeInt(dircount);
          out.writeInt(maxcount);
        },
        (status, in) -> Nfs3Decoder.listed(status, in, true));
  }

  /** FSSTAT. */
  public CompletableFuture<Usage> fsStat(Bytes object) {
    return call(18, out -> out.writeOpaque(object), Nfs3Decoder::usage);
  }

  /** FSINFO. */
  public CompletableFuture<Info> fsInfo(Bytes object) {
    return call(19, out -> out.writeOpaque(object), Nfs3Decoder::info);
  }

  /** PATHCONF. */
  public CompletableFuture<Conf> pathConf(Bytes object) {
    return call(20, out -> out.writeOpaque(object), Nfs3Decoder::conf);
  }

  /** COMMIT. */
  public CompletableFuture<Committed> commit(Bytes file, long offset, int count) {
    return call(
        21,
        out -> {
          out.writeOpaque(file);
          out.writeLong(offset);
          out.writeInt(count);
        },
        Nfs3Decoder::committed);
  }

  private static Consumer<XdrWriter> named(Bytes directory, Bytes name) {
    return out -> {
      out.writeOpaque(directory);
      out.writeOpaque(name);
    };
  }

  private <T> CompletableFuture<T> call(
      int procedure, Consumer<XdrWriter> arguments, BiFunction<Integer, XdrReader, T> decoder) {
    return channel
        .submit(NFS, 3, procedure, user, arguments)
        .thenApply(
            response -> {
              XdrReader in = response.success();
              T reply = decoder.apply(in.readInt(), in);
              if (in.remaining() != 0) {
                throw new AssertionError(in.remaining() + " bytes after " + reply);
              }
              return reply;
            });
  }
}
