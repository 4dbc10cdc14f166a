package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Mounted;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcResponse;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The MOUNT protocol. */
class MountTest {

  private static final int NOENT = 2;
  private static final int NOTDIR = 20;
  private static final AttributeChange MODE_700 = AttributeChange.ofMode(0700);

  private final TestServer server = TestServer.start(Map.of("nfs.allow", "127.0.0.0/8, ::1"));
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @AfterEach
  void close() {
    server.close();
  }

  private Mounted mount(String path) {
    return await(root.mount(Bytes.utf8(path)));
  }

  private XdrReader call(int version, int procedure, String path) {
    return root.rpc()
        .call(
            Nfs3Client.MOUNT,
            version,
            procedure,
            RpcUser.ROOT,
            out -> {
              if (!path.isEmpty()) {
                out.writeOpaque(Bytes.utf8(path));
              }
            })
        .success();
  }

  private List<String> dump(int version) {
    XdrReader in = call(version, 2, "");
    List<String> mounts = new ArrayList<>();
    while (in.readBoolean()) {
      mounts.add(in.readOpaque(255).toUtf8() + ":" + in.readOpaque(1024).toUtf8());
    }
    assertEquals(0, in.remaining());
    return mounts;
  }

  @Test
  void anyDirectoryCanBeMounted() {
    Bytes a = Objects.requireNonNull(await(root.mkdir(top, Bytes.utf8("a"), MODE_700)).handle());
    Bytes b = Objects.requireNonNull(await(root.mkdir(a, Bytes.utf8("b"), MODE_700)).handle());
    assertEquals(new Mounted(0, top, List.of(1, 0)), mount("/"));
    assertEquals(top, mount("").handle());
    assertEquals(top, mount("//").handle());
    for (String path : List.of("/a/b", "/a/b/", "/a//b///", "a/b")) {
      assertEquals(b, mount(path).handle(), path);
    }
    assertEquals(a, mount("/a").handle());
    assertEquals(top, mount("/../..").handle());
  }

  @Test
  void whatIsNoDirectoryCannot() {
    await(root.createGuarded(top, Bytes.utf8("f"), MODE_700));
    assertEquals(NOTDIR, mount("/f").status());
    assertEquals(NOTDIR, mount("/f/g").status());
    assertEquals(NOENT, mount("/absent").status());
    assertEquals(63, mount("/" + "n".repeat(256)).status());
  }

  @Test
  void aPathOverTheLimitIsGarbage() {
    var response =
        root.rpc()
            .call(
                Nfs3Client.MOUNT,
                3,
                1,
                RpcUser.ROOT,
                out -> out.writeOpaque(Bytes.wrap(new byte[1025])));
    assertEquals(RpcResponse.Kind.GARBAGE_ARGS, response.kind());
  }

  @Test
  void theTableIsShownToAnybody() {
    assertEquals(List.of("127.0.0.1:/"), dump(3));
    await(root.mkdir(top, Bytes.utf8("a"), MODE_700));
    mount("/a");
    mount("/a");
    assertEquals(List.of("127.0.0.1:/", "127.0.0.1:/a"), dump(1));
    assertEquals(0, call(3, 3, "/").remaining(), "UMNT returns nothing");
    assertEquals(List.of("127.0.0.1:/a"), dump(3));
    assertEquals(0, call(1, 3, "/absent").remaining());
    mount("/");
    assertEquals(0, call(3, 4, "").remaining(), "UMNTALL returns nothing");
    assertEquals(List.of(), dump(3));
  }

  @Test
  void theTableIsBounded() {
    for (int i = 0; i < 600; i++) {
      mount("/" + "/".repeat(i));
    }
    List<String> mounts = dump(3);
    assertEquals(512, mounts.size());
    assertTrue(mounts.getLast().endsWith("/".repeat(600)));
  }

  @Test
  void theExportSaysWhoMayMountIt() {
    for (int version : new int[] {1, 3}) {
      XdrReader in = call(version, 5, "");
      assertTrue(in.readBoolean());
      assertEquals("/", in.readOpaque(1024).toUtf8());
      assertTrue(in.readBoolean());
      assertEquals("127.0.0.0/8", in.readOpaque(255).toUtf8());
      assertTrue(in.readBoolean());
      assertEquals("::1/128", in.readOpaque(255).toUtf8());
      assertEquals(0, in.readInt());
      assertEquals(0, in.readInt());
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void aHandleOutlivesItsMount() {
    call(3, 4, "");
    assertEquals(0, await(root.getAttr(top)).status());
    RpcClient other = server.connect();
    assertEquals(0, await(new Nfs3Client(other, RpcUser.ROOT).getAttr(top)).status());
  }
}
