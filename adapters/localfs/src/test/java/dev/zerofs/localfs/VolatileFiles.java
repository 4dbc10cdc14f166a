package dev.zerofs.localfs;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that forgets, in a power cut, what was not synced: of the names in each
 * directory that changed since its last sync, any may be as they were. That is weaker than what
 * journaling file systems do, which keep the order of changes; so what survives here survives
 * there. For use by one thread.
 */
final class VolatileFiles implements FileCalls {

  /** Looks at every call before it is done, and may throw instead. */
  interface Hook {

    /** Called with the method's name and its path. */
    void before(String call, Path path) throws IOException;
  }

  private static final class Node {
    private final Kind kind;
    private Bytes body = Bytes.EMPTY;
    private final Map<String, Node> names = new HashMap<>();
    private Map<String, Node> durableNames = new HashMap<>();

    Node(Kind kind) {
      this.kind = kind;
    }
  }

  /** The directory that is there from the beginning. */
  static final Path ROOT = Path.of("/volatile");

  private final Node root = new Node(Kind.DIRECTORY);
  private Hook hook = (_, _) -> {};
  private long usableBytes = Long.MAX_VALUE;

  void hook(Hook hook) {
    this.hook = hook;
  }

  void usableBytes(long usableBytes) {
    this.usableBytes = usableBytes;
  }

  /** Puts something there that the store never makes, durably. */
  void plant(Path path) throws IOException {
    directoryOf(path).names.put(nameOf(path), new Node(Kind.OTHER));
    syncAll(root);
  }

  /** Loses power: afterwards everything that is there is durable. */
  void cutPower(Random random) {
    cutPower(root, random);
  }

  private static void cutPower(Node directory, Random random) {
    TreeSet<String> all = new TreeSet<>(directory.names.keySet());
    all.addAll(directory.durableNames.keySet());
    for (String name : all) {
      Node before = directory.durableNames.get(name);
      if (directory.names.get(name) != before && random.nextBoolean()) {
        if (before == null) {
          directory.names.remove(name);
        } else {
          directory.names.put(name, before);
        }
      }
    }
    directory.names.values().forEach(child -> cutPower(child, random));
    directory.durableNames = new HashMap<>(directory.names);
  }

  private static void syncAll(Node directory) {
    directory.durableNames = new HashMap<>(directory.names);
    directory.names.values().forEach(VolatileFiles::syncAll);
  }

  @Override
  public @Nullable Attributes attributes(Path path) throws IOException {
    hook.before("attributes", path);
    Node node = find(path);
    return node == null ? null : new Attributes(node.kind, node.body.length(), 1);
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    hook.before("names", directory);
    return List.copyOf(requireDirectory(directory).names.keySet());
  }

  @Override
  public Bytes read(Path file, long offset, int lengthMax) throws IOException {
    hook.before("read", file);
    Bytes body = require(file).body;
    int from = (int) Math.min(offset, body.length());
    return body.slice(from, Math.min(lengthMax, body.length() - from));
  }

  @Override
  public void createSynced(Path file, Bytes body) throws IOException {
    Node created = new Node(Kind.FILE);
    created.body = body.slice(0, body.length() / 2);
    add(file, created);
    // Here the power may go while half of it is written.
    hook.before("createSynced", file);
    created.body = body;
  }

  @Override
  public void link(Path name, Path existing) throws IOException {
    hook.before("link", name);
    add(name, require(existing));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    hook.before("rename", to);
    Node node = require(from);
    Node target = find(to);
    if (target != null && target.kind == Kind.DIRECTORY) {
      throw new FileSystemException(to.toString(), from.toString(), "Is a directory");
    }
    directoryOf(to).names.put(nameOf(to), node);
    directoryOf(from).names.remove(nameOf(from));
  }

  @Override
  public void delete(Path file) throws IOException {
    hook.before("delete", file);
    require(file);
    directoryOf(file).names.remove(nameOf(file));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    hook.before("createDirectory", directory);
    add(directory, new Node(Kind.DIRECTORY));
  }

  @Override
  public boolean deleteEmptyDirectory(Path directory) throws IOException {
    hook.before("deleteEmptyDirectory", directory);
    if (!requireDirectory(directory).names.isEmpty()) {
      return false;
    }
    directoryOf(directory).names.remove(nameOf(directory));
    return true;
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    hook.before("syncDirectory", directory);
    Node node = requireDirectory(directory);
    node.durableNames = new HashMap<>(node.names);
  }

  @Override
  public long usableBytes(Path directory) {
    return usableBytes;
  }

  @Override
  public long totalBytes(Path directory) {
    return 1L << 40;
  }

  private void add(Path path, Node node) throws IOException {
    if (directoryOf(path).names.putIfAbsent(nameOf(path), node) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private @Nullable Node find(Path path) {
    Node node = root;
    Path relative = ROOT.relativize(path);
    for (Path name : relative.toString().isEmpty() ? List.<Path>of() : relative) {
      node = node == null ? null : node.names.get(name.toString());
    }
    return node;
  }

  private Node require(Path path) throws IOException {
    Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  private Node requireDirectory(Path path) throws IOException {
    Node node = require(path);
    if (node.kind != Kind.DIRECTORY) {
      throw new NotDirectoryException(path.toString());
    }
    return node;
  }

  private Node directoryOf(Path path) throws IOException {
    return requireDirectory(Objects.requireNonNull(path.getParent()));
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
