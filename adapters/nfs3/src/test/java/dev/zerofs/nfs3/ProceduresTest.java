package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Attr;
import dev.zerofs.nfs3.client.Nfs3Replies.Changed;
import dev.zerofs.nfs3.client.Nfs3Replies.Data;
import dev.zerofs.nfs3.client.Nfs3Replies.Found;
import dev.zerofs.nfs3.client.Nfs3Replies.Linked;
import dev.zerofs.nfs3.client.Nfs3Replies.Made;
import dev.zerofs.nfs3.client.Nfs3Replies.Moved;
import dev.zerofs.nfs3.client.Nfs3Replies.WccData;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.TimeChange;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every procedure of RFC 1813 §3.3: what it does and every part of its reply. */
class ProceduresTest {

  private static final int OK = 0;
  private static final int NOENT = 2;
  private static final int ACCES = 13;
  private static final int EXIST = 17;
  private static final int ISDIR = 21;
  private static final int INVAL = 22;
  private static final int FBIG = 27;
  private static final int NOTEMPTY = 66;
  private static final int STALE = 70;
  private static final int BADHANDLE = 10001;
  private static final int NOT_SYNC = 10002;
  private static final int BADTYPE = 10007;

  private static final AttributeChange MODE_644 = AttributeChange.ofMode(0644);
  private static final AttributeChange MODE_755 = AttributeChange.ofMode(0755);

  private final TestServer server = TestServer.start();
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @AfterEach
  void close() {
    server.close();
  }

  private static Bytes name(String text) {
    return Bytes.utf8(text);
  }

  private static <T> T there(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private Bytes file(String name) {
    return there(await(root.createGuarded(top, name(name), MODE_644)).handle());
  }

  private Attr attr(Bytes handle) {
    return there(await(root.getAttr(handle)).attr());
  }

  private void assertChanged(WccData wcc, Bytes directory) {
    assertNotNull(wcc.before());
    assertEquals(attr(directory), wcc.after());
    assertTrue(there(wcc.before()).ctime() < there(wcc.after()).ctime());
  }

  @Test
  void nullAnswersAnybody() {
    for (int program : new int[] {Nfs3Client.NFS, Nfs3Client.MOUNT}) {
      RpcUser strange = new RpcUser(77, Bytes.wrap(new byte[399]));
      assertEquals(Bytes.EMPTY, root.rpc().call(program, 3, 0, strange, _ -> {}).success().rest());
    }
  }

  @Test
  void getAttrTellsEverything() {
    Attr attr = attr(top);
    assertEquals(2, attr.type());
    assertEquals(0755, attr.mode());
    assertEquals(2, attr.nlink());
    assertEquals(1, attr.fileid(), "0 is no file id");
    assertNotEquals(0, attr.fsid());
  }

  @Test
  void setAttrChangesWhatItIsToldTo() {
    Bytes file = file("f");
    long time = 1_000_000_000_123_456_789L;
    AttributeChange change =
        new AttributeChange(
            0600, 7, 8, 5L, new TimeChange.ToClientTime(time), new TimeChange.ToClientTime(3));
    Changed changed = await(root.setAttr(file, change, null));
    assertEquals(OK, changed.status());
    assertChanged(changed.wcc(), file);
    Attr attr = attr(file);
    assertArrayEquals(
        new long[] {0600, 7, 8, 5, time, 3},
        new long[] {attr.mode(), attr.uid(), attr.gid(), attr.size(), attr.atime(), attr.mtime()});
    Changed nothing = await(root.setAttr(file, AttributeChange.NONE, null));
    assertEquals(OK, nothing.status());
    await(root.setAttr(file, toServerTime(), null));
    assertTrue(attr(file).atime() > time && attr(file).mtime() > time);
  }

  private static AttributeChange toServerTime() {
    return new AttributeChange(
        null, null, null, null, TimeChange.SERVER_TIME, TimeChange.SERVER_TIME);
  }

  @Test
  void setAttrHonoursItsGuard() {
    Bytes file = file("f");
    long ctime = attr(file).ctime();
    assertEquals(NOT_SYNC, await(root.setAttr(file, MODE_755, ctime + 1)).status());
    assertEquals(0644, attr(file).mode());
    assertEquals(OK, await(root.setAttr(file, MODE_755, ctime)).status());
    assertEquals(0755, attr(file).mode());
  }

  @Test
  void noFileIsLongerThanTheWireSays() {
    Bytes file = file("f");
    assertEquals(FBIG, await(root.setAttr(file, AttributeChange.ofSize(-1), null)).status());
    assertEquals(FBIG, await(root.write(file, -1, 0, name("x"))).status());
    assertEquals(FBIG, await(root.write(file, Long.MAX_VALUE, 0, name("x"))).status());
    assertEquals(0, attr(file).size());
  }

  @Test
  void lookupFindsWithAttributesOfBoth() {
    Bytes file = file("f");
    Found found = await(root.lookup(top, name("f")));
    assertEquals(new Found(OK, file, attr(file), attr(top)), found);
    assertEquals(new Found(NOENT, null, null, attr(top)), await(root.lookup(top, name("absent"))));
    assertEquals(top, await(root.lookup(top, name(".."))).handle());
    assertEquals(top, await(root.lookup(top, name("."))).handle());
  }

  @Test
  void accessGrantsByTypeAndNeverMoreThanAsked() {
    Bytes file = file("f");
    assertEquals(0x0d, await(root.access(file, 0x3f)).granted(), "read, modify, extend");
    assertEquals(0x1f, await(root.access(top, 0x3f)).granted(), "all but execute");
    assertEquals(0x04, await(root.access(file, 0x14)).granted());
    assertEquals(0, await(root.access(file, 0)).granted());
    Nfs3Client other = root.as(RpcUser.unix(5, 5));
    assertEquals(0x01, await(other.access(file, 0xffff_ffff)).granted());
    assertEquals(attr(file), await(other.access(file, 0x3f)).attr());
  }

  @Test
  void symlinksKeepTheirText() {
    Bytes text = Bytes.wrap(new byte[] {'.', '.', '/', (byte) 0xff, 'x'});
    Made made = await(root.symlink(top, name("l"), text, AttributeChange.ofMode(0777)));
    assertEquals(OK, made.status());
    assertChanged(made.wcc(), top);
    Bytes link = there(made.handle());
    assertEquals(5, attr(link).type());
    var target = await(root.readLink(link));
    assertEquals(text, target.target());
    assertEquals(attr(link), target.attr());
    assertEquals(INVAL, await(root.readLink(file("f"))).status());
  }

  @Test
  void whatIsWrittenIsRead() {
    Bytes file = file("f");
    byte[] bytes = new byte[1 << 20];
    new Random(3).nextBytes(bytes);
    Bytes data = Bytes.wrap(bytes);
    Written written = await(root.write(file, 70_001, Nfs3Client.UNSTABLE, data));
    assertEquals(data.length(), written.count());
    assertChanged(written.wcc(), file);
    for (int[] range : new int[][] {{70_001, 1 << 20}, {70_002, 3}, {131_071, 70_000}}) {
      Data read = await(root.read(file, range[0], range[1]));
      assertEquals(data.slice(range[0] - 70_001, range[1]), read.data());
      assertEquals(range[1], read.count());
      assertEquals(read.count() == 1 << 20, read.eof());
    }
    assertEquals(Bytes.wrap(new byte[70_001]), await(root.read(file, 0, 70_001)).data(), "a hole");
  }

  @Test
  void readStopsAtTheEndAndAtTheTransferSize() {
    Bytes file = file("f");
    await(root.write(file, 0, Nfs3Client.UNSTABLE, name("hello")));
    Data read = await(root.read(file, 3, 100));
    assertEquals(name("lo"), read.data());
    assertTrue(read.eof());
    for (long offset : new long[] {5, 6, Long.MAX_VALUE, -1}) {
      Data beyond = await(root.read(file, offset, 10));
      assertEquals(0, beyond.count());
      assertTrue(beyond.eof());
      assertEquals(OK, beyond.status());
    }
    await(root.setAttr(file, AttributeChange.ofSize(3L << 20), null));
    assertEquals(1 << 20, await(root.read(file, 0, -1)).count());
    assertEquals(ISDIR, await(root.read(top, 0, 10)).status());
  }

  @Test
  void createKnowsThreeModes() {
    Made made = await(root.create(top, name("u"), MODE_644));
    assertEquals(OK, made.status());
    assertChanged(made.wcc(), top);
    assertEquals(attr(there(made.handle())), made.attr());
    await(root.write(there(made.handle()), 0, 0, name("data")));
    Made again = await(root.create(top, name("u"), AttributeChange.ofSize(0)));
    assertEquals(made.handle(), again.handle());
    assertEquals(0, there(again.attr()).size());

    assertEquals(EXIST, await(root.createGuarded(top, name("u"), MODE_644)).status());

    Made exclusive = await(root.createExclusive(top, name("x"), 0x0123456789abcdefL));
    assertEquals(OK, exclusive.status());
    assertEquals(
        exclusive.handle(),
        await(root.createExclusive(top, name("x"), 0x0123456789abcdefL)).handle());
    assertEquals(EXIST, await(root.createExclusive(top, name("x"), 0x0123456789abcdeeL)).status());
  }

  @Test
  void refusedCreationsCarryTheDirectory() {
    Made refused = await(root.as(RpcUser.unix(5, 5)).createGuarded(top, name("f"), MODE_644));
    assertEquals(ACCES, refused.status());
    assertEquals(attr(top), refused.wcc().after());
    assertNotNull(refused.wcc().before());
  }

  @Test
  void directoriesAreMadeAndRemoved() {
    Made made = await(root.mkdir(top, name("d"), MODE_755));
    assertEquals(OK, made.status());
    Bytes directory = there(made.handle());
    assertEquals(2, attr(directory).type());
    assertEquals(3, attr(top).nlink());
    await(root.createGuarded(directory, name("f"), MODE_644));
    assertEquals(NOTEMPTY, await(root.rmdir(top, name("d"))).status());
    assertEquals(ISDIR, await(root.remove(top, name("d"))).status());
    assertEquals(OK, await(root.remove(directory, name("f"))).status());
    Changed removed = await(root.rmdir(top, name("d")));
    assertEquals(OK, removed.status());
    assertChanged(removed.wcc(), top);
    assertEquals(STALE, await(root.getAttr(directory)).status());
  }

  @Test
  void specialFilesHaveTheirNumbers() {
    for (int type : new int[] {3, 4, 6, 7}) {
      Made made = await(root.mknod(top, name("n" + type), type, 12, 345, MODE_644));
      assertEquals(OK, made.status());
      Attr attr = attr(there(made.handle()));
      assertEquals(type, attr.type());
      assertEquals(type < 5 ? 12 : 0, attr.major());
      assertEquals(type < 5 ? 345 : 0, attr.minor());
    }
    for (int type : new int[] {0, 1, 2, 5, 8, -1}) {
      assertEquals(BADTYPE, await(root.mknod(top, name("b"), type, 0, 0, MODE_644)).status());
    }
    Nfs3Client other = root.as(RpcUser.unix(5, 5));
    assertNotEquals(OK, await(other.mknod(top, name("p"), 3, 1, 1, MODE_644)).status());
  }

  @Test
  void removeTakesTheNameAndWithTheLastOneTheFile() {
    Bytes file = file("f");
    Linked linked = await(root.link(file, top, name("g")));
    assertEquals(OK, linked.status());
    assertEquals(2, there(linked.attr()).nlink());
    assertChanged(linked.wcc(), top);
    Changed removed = await(root.remove(top, name("f")));
    assertEquals(OK, removed.status());
    assertChanged(removed.wcc(), top);
    assertEquals(1, attr(file).nlink());
    await(root.remove(top, name("g")));
    assertEquals(STALE, await(root.getAttr(file)).status());
    assertEquals(NOENT, await(root.remove(top, name("g"))).status());
  }

  @Test
  void linksToDirectoriesAreRefusedWithBothAttributes() {
    Bytes directory = there(await(root.mkdir(top, name("d"), MODE_755)).handle());
    Linked linked = await(root.link(directory, top, name("e")));
    assertEquals(ISDIR, linked.status());
    assertEquals(attr(directory), linked.attr());
    assertEquals(attr(top), linked.wcc().after());
  }

  @Test
  void renameTellsOfBothDirectoriesAlsoWhenItFails() {
    Bytes directory = there(await(root.mkdir(top, name("d"), MODE_755)).handle());
    Bytes file = file("f");
    Moved moved = await(root.rename(top, name("f"), directory, name("g")));
    assertEquals(OK, moved.status());
    assertChanged(moved.from(), top);
    assertChanged(moved.to(), directory);
    assertEquals(file, await(root.lookup(directory, name("g"))).handle());

    Moved failed = await(root.rename(top, name("f"), directory, name("g")));
    assertEquals(NOENT, failed.status());
    assertEquals(attr(top), failed.from().after());
    assertEquals(attr(directory), failed.to().after());
    assertEquals(INVAL, await(root.rename(top, name("d"), directory, name("below"))).status());
  }

  @Test
  void fsStatSaysHowMuchIsLeft() {
    var usage = await(root.fsStat(top));
    assertEquals(attr(top), usage.attr());
    assertTrue(usage.totalBytes() > 0 && usage.totalBytes() >= usage.freeBytes());
    assertEquals(usage.freeBytes(), usage.availableBytes());
    assertTrue(usage.totalFiles() >= usage.freeFiles() && usage.freeFiles() > 0);
    assertEquals(usage.freeFiles(), usage.availableFiles());
  }

  @Test
  void fsInfoStatesTheTransferSizes() {
    var info = await(root.fsInfo(top));
    assertArrayEquals(
        new int[] {1 << 20, 1 << 20, 4096, 1 << 20, 1 << 20, 4096, 64 << 10, 0x1b},
        new int[] {
          info.rtmax(),
          info.rtpref(),
          info.rtmult(),
          info.wtmax(),
          info.wtpref(),
          info.wtmult(),
          info.dtpref(),
          info.properties()
        });
    assertEquals(Long.MAX_VALUE, info.maxFileSize());
    assertEquals(1, info.timeDelta());
  }

  @Test
  void pathConfStatesTheRulesOfNames() {
    var conf = await(root.pathConf(top));
    assertEquals(255, conf.nameMax());
    assertEquals(server.fileSystem().limits().linkCount(), conf.linkMax());
    assertTrue(conf.noTrunc() && conf.chownRestricted() && conf.casePreserving());
    assertTrue(!conf.caseInsensitive());
  }

  @Test
  void commitTellsTheVerifierOfTheWrites() {
    Bytes file = file("f");
    long verifier = await(root.write(file, 0, Nfs3Client.UNSTABLE, name("x"))).verifier();
    assertEquals(server.fileSystem().writeVerifier(), verifier);
    var committed = await(root.commit(file, 0, 0));
    assertEquals(OK, committed.status());
    assertEquals(verifier, committed.verifier());
    assertEquals(attr(file), committed.wcc().after());
    assertEquals(OK, await(root.commit(file, -1, -1)).status());
  }

  @Test
  void badHandlesAreRefusedByEveryProcedure() {
    Bytes forged = Bytes.wrap(new byte[32]);
    Bytes x = name("x");
    assertEquals(BADHANDLE, await(root.getAttr(forged)).status());
    assertEquals(BADHANDLE, await(root.setAttr(forged, MODE_644, null)).status());
    assertEquals(BADHANDLE, await(root.lookup(forged, x)).status());
    assertEquals(BADHANDLE, await(root.access(forged, 1)).status());
    assertEquals(BADHANDLE, await(root.readLink(forged)).status());
    assertEquals(BADHANDLE, await(root.read(forged, 0, 1)).status());
    assertEquals(BADHANDLE, await(root.write(forged, 0, 0, x)).status());
    assertEquals(BADHANDLE, await(root.create(forged, x, MODE_644)).status());
    assertEquals(BADHANDLE, await(root.mkdir(forged, x, MODE_644)).status());
    assertEquals(BADHANDLE, await(root.symlink(forged, x, x, MODE_644)).status());
    assertEquals(BADHANDLE, await(root.mknod(forged, x, 7, 0, 0, MODE_644)).status());
    assertEquals(BADHANDLE, await(root.remove(forged, x)).status());
    assertEquals(BADHANDLE, await(root.rmdir(forged, x)).status());
    assertEquals(BADHANDLE, await(root.rename(top, x, forged, x)).status());
    assertEquals(BADHANDLE, await(root.link(forged, top, x)).status());
    assertEquals(BADHANDLE, await(root.readDir(forged, 0, 4096)).status());
    assertEquals(BADHANDLE, await(root.readDirPlus(forged, 0, 4096, 4096)).status());
    assertEquals(BADHANDLE, await(root.fsStat(forged)).status());
    assertEquals(BADHANDLE, await(root.fsInfo(forged)).status());
    assertEquals(BADHANDLE, await(root.pathConf(forged)).status());
    assertEquals(BADHANDLE, await(root.commit(forged, 0, 0)).status());
    assertEquals(BADHANDLE, await(root.getAttr(Bytes.EMPTY)).status());
    assertNull(await(root.getAttr(Bytes.wrap(new byte[64]))).attr());
  }
}
