package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of one lane, by path from the root, and what they stand for, as they should be. The
 * directories in which the lane works and that are there before and after it are not among them.
 * For one thread.
 */
final class Tree {

  /** Under this name a lane sees its part of the file that its client's lanes write together. */
  static final String REGION = "(region)";

  static final int REGION_BYTES = 50_000;

  private final TreeMap<String, Long> names = new TreeMap<>();
  private final Map<Long, Node> nodes = new HashMap<>();
  private Bytes region = Bytes.wrap(new byte[REGION_BYTES]);

  Tree copy() {
    Tree copy = new Tree();
    copy.names.putAll(names);
    copy.nodes.putAll(nodes);
    copy.region = region;
    return copy;
  }

  /** The number of the inode of {@code path}, or null. */
  @Nullable Long number(String path) {
    return names.get(path);
  }

  /** The inode of {@code path}, or null. */
  @Nullable Node find(String path) {
    Long number = names.get(path);
    return number == null ? null : nodes.get(number);
  }

  /** Whether every name is of the same inode in both. */
  boolean hasNumbersOf(Tree other) {
    return names.equals(other.names);
  }

  boolean hasNode(long number) {
    return nodes.containsKey(number);
  }

  int nameCount() {
    return names.size();
  }

  /** The paths of all names of this type. */
  List<String> paths(Class<? extends Node> type) {
    List<String> paths = new ArrayList<>();
    names.forEach(
        (path, number) -> {
          if (type.isInstance(nodes.get(number))) {
            paths.add(path);
          }
        });
    return paths;
  }

  boolean isEmptyDirectory(String path) {
    return below(path).isEmpty();
  }

  private SortedMap<String, Long> below(String path) {
    return names.subMap(path + "/", path + "0"); // which comes after the slash
  }

  void add(String path, long number, Node node) {
    names.put(path, number);
    nodes.put(number, node);
  }

  void link(String existing, String path) {
    names.put(path, Objects.requireNonNull(names.get(existing)));
  }

  void remove(String path) {
    Long number = Objects.requireNonNull(names.remove(path));
    if (!names.containsValue(number)) {
      nodes.remove(number);
    }
  }

  void rename(String from, String to) {
    Long number = Objects.requireNonNull(names.get(from));
    if (number.equals(names.get(to))) {
      return; // two names of one inode: POSIX has nothing happen
    }
    if (names.containsKey(to)) {
      remove(to);
    }
    Map<String, Long> moved = new HashMap<>(below(from));
    moved.keySet().forEach(names::remove);
    moved.forEach((path, inner) -> names.put(to + path.substring(from.length()), inner));
    names.remove(from);
    names.put(to, number);
  }

  void write(String path, int offset, Bytes data) {
    Node.File file = file(path);
    int length = Math.max(file.content().length(), offset + data.length());
    replace(path, new Node.File(overwritten(file.content(), length, offset, data), file.mode()));
  }

  void writeRegion(int offset, Bytes data) {
    region = overwritten(region, REGION_BYTES, offset, data);
  }

  private static Bytes overwritten(Bytes before, int length, int offset, Bytes data) {
    byte[] bytes = Arrays.copyOf(before.toByteArray(), length);
    data.copyTo(bytes, offset);
    return Bytes.wrap(bytes);
  }

  void truncate(String path, int size) {
    Node.File file = file(path);
    byte[] bytes = Arrays.copyOf(file.content().toByteArray(), size);
    replace(path, new Node.File(Bytes.wrap(bytes), file.mode()));
  }

  void changeMode(String path, int mode) {
    replace(path, new Node.File(file(path).content(), mode));
  }

  private Node.File file(String path) {
    return (Node.File) Objects.requireNonNull(find(path));
  }

  private void replace(String path, Node.File file) {
    nodes.put(Objects.requireNonNull(names.get(path)), file);
  }

  /** What can be seen of it. */
  SortedMap<String, Seen> seen() {
    Map<Long, Integer> linkCounts = new HashMap<>();
    Map<Long, String> firstNames = new HashMap<>();
    names.forEach(
        (path, number) -> {
          linkCounts.merge(number, 1, Integer::sum);
          firstNames.putIfAbsent(number, path);
        });
    SortedMap<String, Seen> seen = new TreeMap<>();
    names.forEach(
        (path, number) -> {
          String first = Objects.requireNonNull(firstNames.get(number));
          int linkCount = Objects.requireNonNull(linkCounts.get(number));
          Node node = Objects.requireNonNull(nodes.get(number));
          seen.put(path, see(path, node, linkCount, first));
        });
    seen.put(REGION, new Seen(Seen.Kind.FILE, 0, 1, REGION, region));
    return seen;
  }

  private Seen see(String path, Node node, int linkCount, String first) {
    return switch (node) {
      case Node.File file ->
          new Seen(Seen.Kind.FILE, file.mode(), linkCount, first, file.content());
      case Node.Directory directory ->
          new Seen(
              Seen.Kind.DIRECTORY, directory.mode(), 2 + directories(path), first, Bytes.EMPTY);
      case Node.Symlink link ->
          new Seen(Seen.Kind.SYMLINK, 0, linkCount, first, Bytes.utf8(link.target()));
    };
  }

  private int directories(String path) {
    int count = 0;
    for (Map.Entry<String, Long> entry : below(path).entrySet()) {
      boolean isChild = entry.getKey().indexOf('/', path.length() + 1) < 0;
      if (isChild && nodes.get(entry.getValue()) instanceof Node.Directory) {
        count++;
      }
    }
    return count;
  }
}
