package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Entry;
import dev.zerofs.nfs3.client.Nfs3Replies.Listed;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** READDIR and READDIRPLUS: sizes to the byte, cookies, hints. */
class ListingTest {

  private static final int TOOSMALL = 10005;
  private static final int FILES = 12;
  private static final AttributeChange MODE_644 = AttributeChange.ofMode(0644);

  private final TestServer server = TestServer.start();
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @BeforeEach
  void fill() {
    for (int i = 0; i < FILES; i++) {
      await(root.createGuarded(top, name(i), MODE_644));
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Names of every length modulo 4. */
  private static Bytes name(int number) {
    return Bytes.utf8("n".repeat(number) + (char) ('a' + number));
  }

  private Listed list(boolean plus, long cookie, int count) {
    return plus
        ? await(root.readDirPlus(top, cookie, 1 << 20, count))
        : await(root.readDir(top, cookie, count));
  }

  private List<Entry> everything(boolean plus, int count) {
    List<Entry> all = new ArrayList<>();
    Listed listed;
    do {
      listed = list(plus, all.isEmpty() ? 0 : all.getLast().cookie(), count);
      assertEquals(0, listed.status());
      all.addAll(listed.entries());
    } while (!listed.eof());
    return all;
  }

  @Test
  void everyCountGetsAsManyEntriesAsFitAndNotAByteMore() {
    for (boolean plus : new boolean[] {false, true}) {
      Listed whole = list(plus, 0, 1 << 16);
      assertTrue(whole.eof());
      assertEquals(FILES + 2, whole.entries().size());
      int[] lengths = lengthsByEntryCount(whole, plus);
      assertEquals(whole.lengthBytes(), lengths[FILES + 2]);
      for (int count = 0; count <= whole.lengthBytes() + 4; count++) {
        int fitting = -1;
        while (fitting + 1 < lengths.length && lengths[fitting + 1] <= count) {
          fitting++;
        }
        Listed listed = list(plus, 0, count);
        if (fitting < 1) {
          assertEquals(TOOSMALL, listed.status(), "count " + count);
        } else {
          assertEquals(lengths[fitting], listed.lengthBytes(), "count " + count);
          assertEquals(whole.entries().subList(0, fitting), listed.entries());
          assertEquals(fitting == FILES + 2, listed.eof());
        }
      }
    }
  }

  /** The length of a reply with the first n entries, for every n, as RFC 1813 adds up. */
  private static int[] lengthsByEntryCount(Listed whole, boolean plus) {
    int[] lengths = new int[whole.entries().size() + 1];
    lengths[0] = 88 + 8 + 4 + 4;
    for (int i = 0; i < whole.entries().size(); i++) {
      int name = (whole.entries().get(i).name().length() + 3) / 4 * 4;
      lengths[i + 1] = lengths[i] + 4 + 8 + 4 + name + 8 + (plus ? 88 + 4 + 4 + 32 : 0);
    }
    return lengths;
  }

  @Test
  void piecesMakeTheWhole() {
    for (boolean plus : new boolean[] {false, true}) {
      List<Entry> whole = everything(plus, 1 << 16);
      for (int count : new int[] {300, 333, 512, 1000}) {
        assertEquals(whole, everything(plus, count));
      }
    }
  }

  @Test
  void anEndIsAnEndOnlyIfItsReplyFits() {
    long last = everything(false, 4096).getLast().cookie();
    assertEquals(TOOSMALL, list(false, last, 103).status());
    Listed end = list(false, last, 104);
    assertEquals(0, end.status());
    assertTrue(end.eof());
    assertEquals(List.of(), end.entries());
  }

  @Test
  void cookiesAscendAndOutliveTheirEntries() {
    List<Entry> whole = everything(false, 4096);
    Set<Long> cookies = new HashSet<>();
    long previous = 0;
    for (Entry entry : whole) {
      assertTrue(entry.cookie() > previous);
      assertTrue(cookies.add(entry.cookie()));
      previous = entry.cookie();
    }
    Entry removed = whole.get(5);
    await(root.remove(top, removed.name()));
    assertEquals(whole.subList(6, whole.size()), list(false, removed.cookie(), 4096).entries());
    assertTrue(list(false, -1, 4096).eof());
    assertEquals(0, list(false, Long.MAX_VALUE, 4096).entries().size());
  }

  @Test
  void aWrongVerifierIsNoReasonToStop() {
    var response =
        root.rpc()
            .call(
                Nfs3Client.NFS,
                3,
                16,
                RpcUser.ROOT,
                out -> {
                  out.writeOpaque(top);
                  out.writeLong(2);
                  out.writeLong(0x0123456789abcdefL);
                  out.writeInt(4096);
                });
    assertEquals(0, response.success().readInt());
  }

  @Test
  void plusKnowsWhatLookupKnows() {
    everything(false, 1 << 16); // the first listing sets the directory's atime, later ones do not
    for (Entry entry : everything(true, 1 << 16)) {
      var found = await(root.lookup(top, entry.name()));
      assertEquals(found.handle(), entry.handle());
      assertEquals(found.object(), entry.attr());
      assertEquals(Objects.requireNonNull(entry.attr()).fileid(), entry.fileid());
    }
    for (Entry entry : everything(false, 1 << 16)) {
      var found = await(root.lookup(top, entry.name()));
      assertEquals(Objects.requireNonNull(found.object()).fileid(), entry.fileid());
    }
  }

  @Test
  void theDirectoryCountIsAHint() {
    Listed two = await(root.readDirPlus(top, 0, 2 * (4 + 8 + 4 + 4 + 8), 1 << 16));
    assertEquals(2, two.entries().size());
    assertFalse(two.eof());
    assertEquals(1, await(root.readDirPlus(top, 0, 0, 1 << 16)).entries().size());
    assertEquals(FILES + 2, await(root.readDirPlus(top, 0, -1, 1 << 16)).entries().size());
  }

  @Test
  void listingAFileIsRefused() {
    Bytes file = Objects.requireNonNull(await(root.lookup(top, name(0))).handle());
    assertEquals(20, await(root.readDir(file, 0, 4096)).status());
    assertEquals(20, await(root.readDirPlus(file, 0, 4096, 4096)).status());
  }
}
