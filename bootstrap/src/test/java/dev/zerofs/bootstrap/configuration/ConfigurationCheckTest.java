package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All mistakes of a configuration in one go. */
class ConfigurationCheckTest {

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void everyMistakeIsTold() throws IOException {
    Path file =
        write(
            """
            nfs.listn: 127.0.0.1:2049
            nfs.calls-max: many
            s3.secret-access-key: ${env:NOT_SET}
            engine: lsm
            """);
    Map<String, String> environment =
        Map.of("ZEROFS_CACHE_SIZE", "0", "ZEROFS_ENGIN", "lsm", "AWS_S3_BUCKET", "a/b");
    assertEquals(
        List.of(
            "ZEROFS_ENGIN (environment)",
            "cache.dir (environment variable SLATEDB_CACHE_DIR)",
            "cache.size (environment variable ZEROFS_CACHE_SIZE)",
            "nfs.calls-max (" + file + ")",
            "nfs.listn (" + file + ")",
            "s3.secret-access-key (" + file + ")",
            "store.url (environment variable AWS_S3_BUCKET)"),
        mistakes(file, environment).stream()
            .map(message -> message.substring(0, message.indexOf(": ")))
            .sorted()
            .toList());
  }

  @Test
  void whatIsRightIsKept() throws IOException {
    Path file = write("nfs.calls-max: many\nengine: other\n");
    var settings = Samples.in(Map.of()).check(file, _ -> {});
    assertEquals("other", settings.value(ServerSettings.ENGINE));
    assertEquals(100L, settings.value(Samples.CALLS));
  }

  @Test
  void nothingIsToldOfAFileWithoutMistakes() throws IOException {
    assertEquals(List.of(), mistakes(write("nfs.calls-max: 7\n"), Map.of()));
  }

  @Test
  void aFileThatCannotBeReadIsTheOnlyMistake() throws IOException {
    Path file = write("nfs: [unclosed\n");
    SettingException mistake =
        assertThrows(SettingException.class, () -> Samples.in(Map.of()).check(file, _ -> {}));
    assertTrue(String.valueOf(mistake.getMessage()).contains("is not valid YAML at line"));
  }

  private static List<String> mistakes(Path file, Map<String, String> environment) {
    List<String> messages = new ArrayList<>();
    var _ = Samples.in(environment).check(file, e -> messages.add(String.valueOf(e.getMessage())));
    return messages;
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("a.yaml"), content);
  }
}
