package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the documentation says of things that the build knows. */
class DocumentationTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Path UNITS = REPOSITORY.resolve("bootstrap/src/main/systemd");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages = pages();
    for (Path page : pages) {
      String text = CODE.matcher(Files.readString(page)).replaceAll("");
      LINK.matcher(text)
          .results()
          .forEach(
              link -> {
                String to = link.group(1);
                Path target = to.isEmpty() ? page : page.resolveSibling(to).normalize();
                if (!ELSEWHERE.matcher(to).matches()
                    && !(Files.exists(target) && hasHeading(target, link.group(2)))) {
                  broken.add(REPOSITORY.relativize(page) + ": " + link.group());
                }
              });
    }
    assertTrue(pages.size() > 20, () -> "pages: " + pages);
    assertEquals(List.of(), broken);
  }

  @Test
  void theUnitOfManyVolumesDiffersInNamesAlone() throws IOException {
    String one = settings("zerofs.service");
    assertEquals(
        one.replace("/etc/zerofs/zerofs.yaml", "/etc/zerofs/%i.yaml")
            .replace("/etc/zerofs/environment", "/etc/zerofs/%i.environment")
            .replace("on an object store", "on an object store (%i)"),
        settings("zerofs@.service"));
    assertTrue(one.contains("\nRestartPreventExitStatus=2 3 69\n"), one);
  }

  private static String settings(String unit) throws IOException {
    return Files.readAllLines(UNITS.resolve(unit)).stream()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }

  private static boolean hasHeading(Path page, @Nullable String anchor) {
    if (anchor == null || !page.toString().endsWith(".md")) {
      return true;
    }
    try {
      return Files.readAllLines(page).stream()
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("^#+ ", ""))
          .map(title -> "#" + title.toLowerCase(Locale.ROOT))
          .map(title -> title.replaceAll("[^#a-z0-9 _-]", "").replace(' ', '-'))
          .anyMatch(anchor::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }
}
