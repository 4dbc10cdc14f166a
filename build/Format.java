import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Holds every Java source of the tree to google-java-format: {@code check} fails on the first build
 * after a deviation, {@code write} rewrites.
 *
 * <p>Run from its source with google-java-format on the class path, because the JDK that runs Maven
 * may be too old to parse what the project is written in. Digests of sources found in order are
 * kept beside the tool's jar, so a build formats only what has changed.
 */
final class Format {
  private static final int OUT_OF_ORDER = 1;
  private static final int USAGE = 2;

  private final Path root;
  private final Path memory;
  private final String formatterVersion;
  private final Set<String> known;
  private final Set<String> inOrder = new ConcurrentSkipListSet<>();
  private final Set<String> deviating = new ConcurrentSkipListSet<>();

  private Format(Path root, Path memory, String formatterVersion) throws IOException {
    this.root = root;
    this.memory = memory;
    this.formatterVersion = formatterVersion;
    this.known = Files.exists(memory) ? new TreeSet<>(Files.readAllLines(memory)) : Set.of();
  }

  /**
   * Arguments: check or write, the root of the tree, the file of digests, the formatter's version.
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4 || !Set.of("check", "write").contains(args[0])) {
      System.err.println("usage: Format check|write ROOT DIGESTS VERSION");
      System.exit(USAGE);
    }
    System.exit(
        new Format(Path.of(args[1]), Path.of(args[2]), args[3]).run(args[0].equals("write")));
  }

  private int run(boolean write) throws IOException {
    sources().parallelStream().forEach(source -> visit(source, write));
    Files.createDirectories(memory.getParent());
    Files.write(memory, inOrder);
    if (deviating.isEmpty()) {
      return 0;
    }
    deviating.forEach(
        line -> System.err.println((write ? "rewritten: " : "not formatted: ") + line));
    if (write) {
      return 0;
    }
    System.err.println("bin/format rewrites them.");
    return OUT_OF_ORDER;
  }

  private void visit(Path source, boolean write) {
    try {
      String text = Files.readString(source);
      if (known.contains(digest(text))) {
        inOrder.add(digest(text));
        return;
      }
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        deviating.add(root.relativize(source).toString());
        if (!write) {
          return;
        }
        Files.writeString(source, formatted);
      }
      inOrder.add(digest(formatted));
    } catch (FormatterException e) {
      deviating.add(root.relativize(source) + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(source.toString(), e);
    }
  }

  private String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(formatterVersion.getBytes(UTF_8));
      return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean ours = dir.equals(root) || !(name.equals("target") || name.startsWith("."));
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
