package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No reply claims more stability than there is: what each one waits for. */
class StabilityTest {

  private static final AttributeChange MODE_644 = AttributeChange.ofMode(0644);

  private volatile CommitPosition returned = CommitPosition.NONE;
  private volatile CommitPosition awaited = CommitPosition.NONE;

  /** Incomplete while a test lets nothing become stable. */
  private volatile CompletableFuture<@Nullable Void> stable =
      CompletableFuture.completedFuture(null);

  private final TestServer server =
      TestServer.start(Map.of(), real -> ((Interposed) this::interpose).before(real));
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @AfterEach
  void close() {
    server.close();
  }

  private Object interpose(String method, List<Object> arguments, Interposed.Call call)
      throws Throwable {
    if (method.equals("whenReplyMayLeave")) {
      return leaving((CommitPosition) arguments.getFirst(), call);
    }
    Object result = call.proceed();
    if (result instanceof Result<?> outcome) {
      returned = outcome.position();
    }
    return result;
  }

  private CompletionStage<Void> leaving(CommitPosition position, Interposed.Call call) {
    awaited = position;
    return position.equals(CommitPosition.NONE)
        ? proceeded(call)
        : stable.thenCompose(_ -> proceeded(call));
  }

  @SuppressWarnings("unchecked")
  private static CompletionStage<Void> proceeded(Interposed.Call call) {
    try {
      return (CompletionStage<Void>) call.proceed();
    } catch (Throwable e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static Bytes name(String text) {
    return Bytes.utf8(text);
  }

  private Bytes file() {
    return Objects.requireNonNull(await(root.createGuarded(top, name("f"), MODE_644)).handle());
  }

  private void assertWaited(CompletableFuture<?> reply) {
    await(reply);
    assertTrue(returned.sequence() > 0);
    assertEquals(returned, awaited);
  }

  private void assertDidNotWait(CompletableFuture<?> reply) {
    await(reply);
    assertEquals(CommitPosition.NONE, awaited);
  }

  @Test
  void changesWaitForTheirPosition() {
    assertWaited(root.createGuarded(top, name("f"), MODE_644));
    Bytes file = Objects.requireNonNull(await(root.lookup(top, name("f"))).handle());
    assertWaited(root.setAttr(file, MODE_644, null));
    assertWaited(root.link(file, top, name("g")));
    assertWaited(root.rename(top, name("g"), top, name("h")));
    assertWaited(root.remove(top, name("h")));
    assertWaited(root.mkdir(top, name("d"), MODE_644));
    assertWaited(root.rmdir(top, name("d")));
    assertWaited(root.symlink(top, name("l"), name("x"), MODE_644));
    assertWaited(root.mknod(top, name("p"), 7, 0, 0, MODE_644));
  }

  @Test
  void refusalsWaitForWhatTheySay() {
    file();
    assertWaited(root.createGuarded(top, name("f"), MODE_644));
    assertWaited(root.mkdir(top, name("f"), MODE_644));
    assertWaited(root.rmdir(top, name("f")));
  }

  @Test
  void readsWaitForNothingButOwnership() {
    Bytes file = file();
    assertDidNotWait(root.getAttr(file));
    assertDidNotWait(root.lookup(top, name("f")));
    assertDidNotWait(root.access(file, 1));
    assertDidNotWait(root.read(file, 0, 1));
    assertDidNotWait(root.readDir(top, 0, 4096));
    assertDidNotWait(root.readDirPlus(top, 0, 4096, 4096));
    assertDidNotWait(root.fsStat(top));
  }

  @Test
  void aWriteIsAsStableAsItSays() {
    Bytes file = file();
    assertDidNotWait(root.write(file, 0, Nfs3Client.UNSTABLE, name("x")));
    assertEquals(Nfs3Client.UNSTABLE, written(file, Nfs3Client.UNSTABLE).committed());
    for (int stable : new int[] {Nfs3Client.DATA_SYNC, Nfs3Client.FILE_SYNC}) {
      assertEquals(Nfs3Client.FILE_SYNC, written(file, stable).committed());
      assertWaited(root.write(file, 0, stable, name("x")));
    }
  }

  private Written written(Bytes file, int stable) {
    return await(root.write(file, 0, stable, name("x")));
  }

  @Test
  void commitWaitsForTheFile() {
    Bytes file = file();
    await(root.write(file, 0, Nfs3Client.UNSTABLE, name("x")));
    CommitPosition position = returned;
    assertWaited(root.commit(file, 0, 0));
    assertEquals(position, awaited);
  }

  @Test
  void noReplyLeavesBeforeItsPositionIsStable() {
    Bytes file = file();
    stable = new CompletableFuture<>();
    var reply = root.write(file, 0, Nfs3Client.FILE_SYNC, name("x"));
    while (awaited.equals(CommitPosition.NONE)) {
      Thread.onSpinWait();
    }
    await(root.getAttr(file)); // a later call is answered
    assertFalse(reply.isDone());
    stable.complete(null);
    assertEquals(0, await(reply).status());
  }

  @Test
  void aReplyThatMayNotLeaveIsNoReply() {
    Bytes file = file();
    stable = new CompletableFuture<>();
    var reply = root.write(file, 0, Nfs3Client.FILE_SYNC, name("x"));
    stable.completeExceptionally(new KeyValueException.Replaced("by another writer"));
    await(root.rpc().ended());
    assertTrue(reply.isCompletedExceptionally());
  }
}
