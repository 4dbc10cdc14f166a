package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Encoder;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcResponse;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that is repeated to the next server gets the first one's reply. */
class RestartTest {

  private static final int FIRST_XID = 0x5555;
  private static final int SETATTR = 2;
  private static final int CREATE = 8;
  private static final int MKDIR = 9;
  private static final int SYMLINK = 10;
  private static final int MKNOD = 11;
  private static final int REMOVE = 12;
  private static final int RMDIR = 13;
  private static final int RENAME = 14;
  private static final int LINK = 15;
  private static final int OK = 0;
  private static final int NOENT = 2;
  private static final int EXIST = 17;

  /** What becomes of a reply that is about to leave. */
  private enum Reply {
    LEAVES,
    DIES_WHEN_STABLE,
    DIES_BEFORE
  }

  private final MemoryVolume disk = new MemoryVolume();
  private volatile Reply reply = Reply.LEAVES;
  private TestServer server = TestServer.restart(disk, this::watched);
  private Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();
  private Bytes file = Bytes.EMPTY;
  private Bytes guarded = Bytes.EMPTY;

  private FileSystem watched(FileSystem real) {
    Interposed interposed =
        (method, arguments, call) -> {
          boolean waits =
              method.equals("whenReplyMayLeave")
                  && !arguments.getFirst().equals(CommitPosition.NONE);
          if (waits && reply == Reply.DIES_BEFORE) {
            throw new KeyValueException.Closed("killed", null);
          }
          Object result = call.proceed();
          if (waits && reply == Reply.DIES_WHEN_STABLE) {
            throw new KeyValueException.Closed("killed", null);
          }
          return result;
        };
    return interposed.before(real);
  }

  @BeforeEach
  void prepare() {
    file = made("f");
    guarded = made("g");
    made("doomed");
    await(root.mkdir(top, Bytes.utf8("empty"), AttributeChange.ofMode(0700)));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Bytes made(String name) {
    return Objects.requireNonNull(
        await(root.create(top, Bytes.utf8(name), AttributeChange.ofMode(0644))).handle());
  }

  private void restart() {
    server.close();
    reply = Reply.LEAVES;
    server = TestServer.restart(disk, this::watched);
    root = server.root();
  }

  /** One call of each procedure; all of them would fail if they were carried out twice. */
  private List<Bytes> calls() {
    List<Bytes> calls = new ArrayList<>();
    add(calls, CREATE, named("new").andThen(out -> out.writeInt(1)).andThen(mode()));
    add(calls, MKDIR, named("d").andThen(mode()));
    add(
        calls,
        SYMLINK,
        named("l").andThen(mode()).andThen(out -> out.writeOpaque(Bytes.utf8("target"))));
    add(calls, MKNOD, named("p").andThen(out -> out.writeInt(7)).andThen(mode()));
    Consumer<XdrWriter> linked = out -> out.writeOpaque(file);
    add(calls, LINK, linked.andThen(named("second")));
    add(calls, RENAME, named("new").andThen(named("moved")));
    add(calls, REMOVE, named("doomed"));
    add(calls, RMDIR, named("empty"));
    AttributeChange change = AttributeChange.ofMode(0600);
    long changed = Objects.requireNonNull(await(root.getAttr(guarded)).attr()).ctime();
    add(
        calls,
        SETATTR,
        out -> {
          out.writeOpaque(guarded);
          Nfs3Encoder.sattr(out, change);
          out.writeBoolean(true);
          Nfs3Encoder.time(out, changed);
        });
    return calls;
  }

  private static void add(List<Bytes> calls, int procedure, Consumer<XdrWriter> arguments) {
    calls.add(
        RpcClient.message(
            FIRST_XID + calls.size(), Nfs3Client.NFS, 3, procedure, RpcUser.ROOT, arguments));
  }

  private Consumer<XdrWriter> named(String name) {
    return out -> {
      out.writeOpaque(top);
      out.writeOpaque(Bytes.utf8(name));
    };
  }

  private static Consumer<XdrWriter> mode() {
    return out -> Nfs3Encoder.sattr(out, AttributeChange.ofMode(0700));
  }

  private static int status(RpcResponse response) {
    return response.success().readInt();
  }

  @Test
  void everyProcedureReplaysAfterARestart() {
    List<Bytes> calls = calls();
    List<RpcResponse> first = new ArrayList<>();
    for (Bytes call : calls) {
      first.add(await(root.rpc().submit(call)));
      assertEquals(OK, status(first.getLast()), "call " + first.size());
    }
    for (int restarts = 0; restarts < 2; restarts++) {
      restart();
      for (int i = 0; i < calls.size(); i++) {
        assertEquals(first.get(i), await(root.rpc().submit(calls.get(i))), "call " + (i + 1));
      }
    }
  }

  @Test
  void aCallWhoseReplyDiedWithTheServerIsAnsweredByTheNextOne() {
    assertAnswered(Reply.DIES_WHEN_STABLE);
  }

  @Test
  void aChangeThatDiedWithTheServerIsMadeByTheNextOne() {
    assertAnswered(Reply.DIES_BEFORE);
  }

  private void assertAnswered(Reply fate) {
    List<Bytes> calls = calls();
    reply = fate;
    for (Bytes call : calls) {
      RpcClient connection = server.connect();
      assertThrows(CompletionException.class, () -> await(connection.submit(call)));
    }
    restart();
    boolean isMade = fate == Reply.DIES_WHEN_STABLE;
    assertEquals(isMade ? OK : NOENT, await(root.lookup(top, Bytes.utf8("moved"))).status());
    assertEquals(isMade ? NOENT : OK, await(root.lookup(top, Bytes.utf8("doomed"))).status());
    for (int i = 0; i < calls.size(); i++) {
      assertEquals(OK, status(await(root.rpc().submit(calls.get(i)))), "call " + (i + 1));
    }
    assertEquals(OK, await(root.lookup(top, Bytes.utf8("moved"))).status());
    assertEquals(NOENT, await(root.lookup(top, Bytes.utf8("doomed"))).status());
  }

  @Test
  void anotherCallOfTheSameNumberIsAnotherCall() {
    Consumer<XdrWriter> arguments = named("d").andThen(mode());
    Bytes call = RpcClient.message(7, Nfs3Client.NFS, 3, MKDIR, RpcUser.ROOT, arguments);
    RpcResponse first = await(root.rpc().submit(call));
    restart();
    Bytes another = RpcClient.message(7, Nfs3Client.NFS, 3, MKDIR, RpcUser.unix(0, 1), arguments);
    assertEquals(EXIST, status(await(root.rpc().submit(another))));
    assertEquals(first, await(root.rpc().submit(call)));
  }
}
