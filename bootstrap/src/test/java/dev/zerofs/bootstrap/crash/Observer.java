package dev.zerofs.bootstrap.crash;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Attr;
import dev.zerofs.nfs3.client.Nfs3Replies.Data;
import dev.zerofs.nfs3.client.Nfs3Replies.Entry;
import dev.zerofs.nfs3.client.Nfs3Replies.Listed;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.ports.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Reads a whole volume through the wire. For one thread. */
final class Observer {

  private record Found(long fileid, Seen seen) {}

  private static final int JUKEBOX = 10008;
  private static final int STALE = 70;
  private static final int PAGE_BYTES = 32 << 10;
  private static final int READ_BYTES = 64 << 10;

  private final Nfs3Client client;
  private final TreeMap<String, Found> found = new TreeMap<>();
  private final Map<String, Bytes> commons = new HashMap<>();

  Observer(Nfs3Client client) {
    this.client = client;
  }

  /** Reads everything below {@code root}. */
  void read(Bytes root) {
    list("", root);
  }

  /** What {@code places} has, and nobody else. */
  SortedMap<String, Seen> of(Places places) {
    Map<Long, String> firstNames = new HashMap<>();
    SortedMap<String, Seen> mine = new TreeMap<>();
    found.forEach(
        (path, one) -> {
          if (places.isMine(path)) {
            String first = firstNames.computeIfAbsent(one.fileid, _ -> path);
            Seen seen = one.seen;
            mine.put(
                path, new Seen(seen.kind(), seen.mode(), seen.linkCount(), first, seen.content()));
          }
        });
    mine.put(Tree.REGION, region(places));
    return mine;
  }

  private Seen region(Places places) {
    byte[] all = Objects.requireNonNull(commons.get(places.common())).toByteArray();
    int from = places.regionOffset();
    byte[] padded = Arrays.copyOf(all, Math.max(all.length, from + Tree.REGION_BYTES));
    Bytes content = Bytes.wrap(Arrays.copyOfRange(padded, from, from + Tree.REGION_BYTES));
    return new Seen(Seen.Kind.FILE, 0, 1, Tree.REGION, content);
  }

  /** The names over which lanes race. */
  Set<String> races() {
    Set<String> names = new HashSet<>();
    found.navigableKeySet().stream()
        .filter(path -> path.startsWith(Places.RACES + "/"))
        .forEach(path -> names.add(Places.name(path)));
    return names;
  }

  /** All paths that are of none of {@code everybody}. */
  List<String> unclaimed(List<Places> everybody) {
    List<String> unclaimed = new ArrayList<>(found.navigableKeySet());
    unclaimed.removeIf(
        path ->
            path.startsWith(Places.RACES + "/")
                || everybody.stream().anyMatch(places -> places.isMine(path)));
    return unclaimed;
  }

  /** Whether {@code handle} is refused as one of a file that is no more. */
  boolean isStale(Bytes handle) {
    return patiently(() -> client.getAttr(handle), got -> got.status()).status() == STALE;
  }

  private void list(String path, Bytes directory) {
    long cookie = 0;
    boolean isAtEnd = false;
    while (!isAtEnd) {
      long after = cookie;
      Listed page =
          patiently(
              () -> client.readDirPlus(directory, after, PAGE_BYTES, PAGE_BYTES), Listed::status);
      require(page.status() == 0, "READDIRPLUS of " + path + ": status " + page.status());
      for (Entry entry : page.entries()) {
        String name = entry.name().toUtf8();
        if (!name.equals(".") && !name.equals("..")) {
          look(path.isEmpty() ? name : path + "/" + name, entry);
        }
        cookie = entry.cookie();
      }
      isAtEnd = page.eof();
    }
  }

  private void look(String path, Entry entry) {
    Bytes handle = Objects.requireNonNull(entry.handle(), path);
    Attr attr = Objects.requireNonNull(entry.attr(), path);
    Seen.Kind kind =
        switch (attr.type()) {
          case 1 -> Seen.Kind.FILE;
          case 2 -> Seen.Kind.DIRECTORY;
          case 5 -> Seen.Kind.SYMLINK;
          default -> throw new AssertionError(path + " is of type " + attr.type());
        };
    Bytes content = content(path, kind, handle);
    require(
        kind == Seen.Kind.DIRECTORY || content.length() == attr.size(),
        "%s has %d bytes, stated are %d".formatted(path, content.length(), attr.size()));
    if (path.contains("/")) {
      int mode = kind == Seen.Kind.SYMLINK ? 0 : attr.mode();
      found.put(path, new Found(attr.fileid(), new Seen(kind, mode, attr.nlink(), path, content)));
    } else if (kind == Seen.Kind.FILE) {
      commons.put(path, content);
    }
    if (kind == Seen.Kind.DIRECTORY) {
      list(path, handle);
    }
  }

  private Bytes content(String path, Seen.Kind kind, Bytes handle) {
    return switch (kind) {
      case FILE -> file(path, handle);
      case DIRECTORY -> Bytes.EMPTY;
      case SYMLINK -> {
        var target = patiently(() -> client.readLink(handle), reply -> reply.status());
        require(target.status() == 0, "READLINK of " + path + ": status " + target.status());
        yield target.target();
      }
    };
  }

  private Bytes file(String path, Bytes handle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean isAtEnd = false;
    while (!isAtEnd) {
      int offset = bytes.size();
      Data data = patiently(() -> client.read(handle, offset, READ_BYTES), Data::status);
      require(data.status() == 0, "READ of " + path + ": status " + data.status());
      bytes.writeBytes(data.data().toByteArray());
      isAtEnd = data.eof();
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static <T> T patiently(Supplier<CompletableFuture<T>> call, ToIntFunction<T> status) {
    T reply = RpcClient.await(call.get());
    while (status.applyAsInt(reply) == JUKEBOX) {
      reply = RpcClient.await(call.get());
    }
    return reply;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
