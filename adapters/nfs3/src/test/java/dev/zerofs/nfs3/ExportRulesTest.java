package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Attr;
import dev.zerofs.nfs3.client.Nfs3Replies.Made;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.handle.FileHandles;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.TimeChange;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The rules of the export hold at MNT and on every call, since handles outlive mounts. */
class ExportRulesTest {

  private static final int ACCES = 13;
  private static final int ROFS = 30;
  private static final int NOBODY = 65_534;
  private static final Bytes X = Bytes.utf8("x");
  private static final AttributeChange MODE_777 = AttributeChange.ofMode(0777);

  private TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  /** Restarts with an export whose root directory anybody may write to; the root's handle. */
  private Bytes restart(Map<String, String> settings) {
    server.close();
    server = TestServer.start(settings);
    var root = server.fileSystem().volume().root();
    server.fileSystem().setAttributes(Caller.ROOT, root, MODE_777, null);
    return new FileHandles(server.fileSystem().volume()).handleOf(root);
  }

  private static Attr made(Made made) {
    return Objects.requireNonNull(made.attr(), made::toString);
  }

  private void assertEveryCallIsRefused(Nfs3Client client, Bytes top) {
    assertEquals(ACCES, await(client.mount(Bytes.utf8("/"))).status());
    assertEquals(ACCES, await(client.getAttr(top)).status());
    assertEquals(ACCES, await(client.setAttr(top, MODE_777, null)).status());
    assertEquals(ACCES, await(client.lookup(top, X)).status());
    assertEquals(ACCES, await(client.access(top, 1)).status());
    assertEquals(ACCES, await(client.readLink(top)).status());
    assertEquals(ACCES, await(client.read(top, 0, 1)).status());
    assertEquals(ACCES, await(client.write(top, 0, 0, X)).status());
    assertEquals(ACCES, await(client.create(top, X, MODE_777)).status());
    assertEquals(ACCES, await(client.mkdir(top, X, MODE_777)).status());
    assertEquals(ACCES, await(client.symlink(top, X, X, MODE_777)).status());
    assertEquals(ACCES, await(client.mknod(top, X, 7, 0, 0, MODE_777)).status());
    assertEquals(ACCES, await(client.remove(top, X)).status());
    assertEquals(ACCES, await(client.rmdir(top, X)).status());
    assertEquals(ACCES, await(client.rename(top, X, top, X)).status());
    assertEquals(ACCES, await(client.link(top, top, X)).status());
    assertEquals(ACCES, await(client.readDir(top, 0, 4096)).status());
    assertEquals(ACCES, await(client.readDirPlus(top, 0, 4096, 4096)).status());
    assertEquals(ACCES, await(client.fsStat(top)).status());
    assertEquals(ACCES, await(client.fsInfo(top)).status());
    assertEquals(ACCES, await(client.pathConf(top)).status());
    assertEquals(ACCES, await(client.commit(top, 0, 0)).status());
  }

  @Test
  void addressesOutsideTheRangesGetNothing() {
    Bytes top = restart(Map.of("nfs.allow", "10.0.0.0/8,127.0.0.2"));
    assertEveryCallIsRefused(server.root(), top);
  }

  @Test
  void anAddressInTheRangesGetsIn() throws Exception {
    Bytes top = restart(Map.of("nfs.allow", "10.0.0.0/8,127.0.0.2"));
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress("127.0.0.2", 0));
    try (RpcClient rpc = new RpcClient(server.address(), socket)) {
      Nfs3Client client = new Nfs3Client(rpc, RpcUser.ROOT);
      assertEquals(top, client.mountRoot());
      assertEquals(0, await(client.getAttr(top)).status());
    }
  }

  /** Whoever listens on IPv6 sees IPv4 clients under addresses like ::ffff:127.0.0.1. */
  @Test
  void anIpv4ClientOfAnIpv6SocketIsStillAnIpv4Client() {
    Bytes top;
    try {
      top = restart(Map.of("nfs.listen", "[::]:0", "nfs.allow", "127.0.0.0/8"));
    } catch (UncheckedIOException e) {
      server = TestServer.start();
      Assumptions.abort("no IPv6 here: " + e);
      return;
    }
    InetSocketAddress local = new InetSocketAddress("127.0.0.1", server.address().getPort());
    try (RpcClient rpc = new RpcClient(local)) {
      assertEquals(0, await(new Nfs3Client(rpc, RpcUser.ROOT).getAttr(top)).status());
    }
  }

  @Test
  void unprivilegedPortsGetNothingIfSoConfigured() {
    Bytes top = restart(Map.of("nfs.privileged-port", "true"));
    assertEveryCallIsRefused(server.root(), top);
  }

  @Test
  void aReadOnlyExportIsNotChanged() {
    Bytes top = restart(Map.of("nfs.read-only", "true"));
    Nfs3Client client = server.root();
    assertEquals(top, client.mountRoot());
    assertEquals(ROFS, await(client.setAttr(top, MODE_777, null)).status());
    assertEquals(ROFS, await(client.write(top, 0, 0, X)).status());
    assertEquals(ROFS, await(client.create(top, X, MODE_777)).status());
    assertEquals(ROFS, await(client.createExclusive(top, X, 1)).status());
    assertEquals(ROFS, await(client.mkdir(top, X, MODE_777)).status());
    assertEquals(ROFS, await(client.symlink(top, X, X, MODE_777)).status());
    assertEquals(ROFS, await(client.mknod(top, X, 7, 0, 0, MODE_777)).status());
    assertEquals(ROFS, await(client.remove(top, X)).status());
    assertEquals(ROFS, await(client.rmdir(top, X)).status());
    assertEquals(ROFS, await(client.rename(top, X, top, X)).status());
    assertEquals(ROFS, await(client.link(top, top, X)).status());
    assertEquals(0x03, await(client.access(top, 0x3f)).granted(), "read and lookup");
    assertEquals(0, await(client.readDir(top, 0, 4096)).status());
  }

  @Test
  void rootIsNobodyWhereItIsSquashed() {
    Bytes top = restart(Map.of("nfs.squash", "root"));
    Nfs3Client client = server.root();
    Attr attr = made(await(client.create(top, X, MODE_777)));
    assertEquals(NOBODY, attr.uid());
    assertEquals(NOBODY, attr.gid());
    Nfs3Client user = client.as(RpcUser.unix(7, 8));
    assertEquals(7, made(await(user.create(top, Bytes.utf8("y"), MODE_777))).uid());
    assertNotEquals(0, await(client.setAttr(top, MODE_777, null)).status(), "not the owner");
  }

  @Test
  void ownersCannotBeSetToRootWhereItIsSquashed() {
    Bytes top = restart(Map.of("nfs.squash", "root"));
    AttributeChange toRoot =
        new AttributeChange(0777, 0, 0, null, TimeChange.KEEP, TimeChange.KEEP);
    Made made = await(server.root().mkdir(top, X, toRoot));
    assertEquals(NOBODY, made(made).uid());
    assertEquals(NOBODY, made(made).gid());
  }

  @Test
  void everybodyIsNobodyWhereAllAreSquashed() {
    Bytes top =
        restart(Map.of("nfs.squash", "all", "nfs.anonuid", "77", "nfs.anongid", "4294967294"));
    Attr attr = made(await(server.root().as(RpcUser.unix(7, 8)).create(top, X, MODE_777)));
    assertEquals(77, attr.uid());
    assertEquals(-2, attr.gid());
  }

  @Test
  void whoSaysNothingIsNobody() {
    Bytes top = restart(Map.of());
    Attr attr = made(await(server.root().as(RpcUser.NOBODY).create(top, X, MODE_777)));
    assertEquals(NOBODY, attr.uid());
  }

  @Test
  void rootIsRootOnLoopbackByDefault() {
    Bytes top = restart(Map.of());
    assertEquals(0, made(await(server.root().create(top, X, MODE_777))).uid());
  }

  @Test
  void rootIsNobodyElsewhereByDefault() {
    Bytes top = restart(Map.of("nfs.listen", "0.0.0.0:0"));
    InetSocketAddress local = new InetSocketAddress("127.0.0.1", server.address().getPort());
    try (RpcClient rpc = new RpcClient(local)) {
      Made made = await(new Nfs3Client(rpc, RpcUser.ROOT).create(top, X, MODE_777));
      assertEquals(NOBODY, made(made).uid());
    }
  }
}
