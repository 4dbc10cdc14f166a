package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From {@code init} over {@code config check} to a server. */
class InitIT {

  @TempDir private Path home = Path.of("set by JUnit");

  @ParameterizedTest
  @ValueSource(strings = {"file.yaml", "memory.yaml", "file.properties"})
  void whatInitWritesIsCheckedAndServed(String name) throws Exception {
    Path file = home.resolve(name);
    String store =
        name.startsWith("file")
            ? home.resolve("volume").toUri().toString()
            : "memory://" + home.getFileName();
    assertEquals(0, status("init", "--store", store, file.toString()));
    assertFalse(Files.exists(home.resolve("volume")), "init opens nothing");
    try (Program check = Program.start(home, Map.of(), "config", "check", file.toString())) {
      assertEquals(0, check.exitStatus(), check::errorsText);
      assertTrue(check.output().startsWith(file + ": ok, the volume is at " + store));
      assertEquals("", check.errorsText());
    }
    assertFalse(Files.exists(home.resolve("volume")), "a check opens nothing");
    Map<String, String> anyPort = Map.of("ZEROFS_NFS_LISTEN", "127.0.0.1:0");
    try (Program run = Program.start(home, anyPort, "run", "--config", file.toString())) {
      assertTrue(run.port() > 0);
      run.terminate();
      assertEquals(0, run.exitStatus(), run::errorsText);
    }
  }

  @Test
  void onS3ItServesWithTheCredentialsOfTheEnvironment() throws Exception {
    TransientNio2BlobStore objects = new TransientNio2BlobStore();
    objects.createContainer("a-bucket");
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "an-id", "a-secret")
            .endpoint(URI.create("http://127.0.0.1:0"))
            .build();
    proxy.start();
    try {
      Path file = home.resolve("s3.yaml");
      assertEquals(0, status("init", "--store", "s3://a-bucket/volume", file.toString()));
      assertFalse(Files.readString(file).contains("a-secret"));
      Map<String, String> environment =
          Map.of(
              "AWS_ACCESS_KEY_ID", "an-id",
              "AWS_SECRET_ACCESS_KEY", "a-secret",
              "ZEROFS_S3_ENDPOINT", "http://127.0.0.1:" + proxy.getPort(),
              "ZEROFS_S3_ALLOW_HTTP", "true",
              "ZEROFS_NFS_LISTEN", "127.0.0.1:0");
      try (Program check = Program.start(home, environment, "config", "check", file.toString());
          Program run = Program.start(home, environment, "run", "--config", file.toString())) {
        assertEquals(0, check.exitStatus(), check::errorsText);
        assertTrue(run.port() > 0);
        run.terminate();
        assertEquals(0, run.exitStatus(), run::errorsText);
        assertFalse(run.errorsText().contains("a-secret"), run::errorsText);
      }
    } finally {
      proxy.stop();
    }
  }

  @Test
  void withoutAStoreItIsTheEmbeddedVolume() throws Exception {
    Path file = home.resolve("zerofs.yaml");
    assertEquals(0, status("init", file.toString()));
    String expected = "store.url: file://" + home.resolve(".local/share/zerofs/volume");
    assertTrue(Files.readAllLines(file).contains(expected), () -> expected);
  }

  @Test
  void whatInitCannotDoIsStatusTwoAndOneLine() throws Exception {
    Path file = Files.writeString(home.resolve("zerofs.yaml"), "mine");
    try (Program again = Program.start(home, Map.of(), "init", file.toString());
        Program scheme =
            Program.start(home, Map.of(), "init", "--store", "ftp://x", home + "/b.yaml")) {
      again.assertFails(2, "init (" + file + "): is there already and stays as it is");
      scheme.assertFails(2, "store.url (--store): no object store has the URL scheme 'ftp'");
    }
    assertEquals("mine", Files.readString(file));
    assertFalse(Files.exists(home.resolve("b.yaml")));
  }

  @Test
  void aCheckTellsEveryMistakeLineByLine() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("bad.yaml"),
            """
            store.url: ftp://x
            engine: lms
            nfs.listn: 127.0.0.1:2049
            nfs.squash: everybody
            s3.secret-access-key: ${env:NOT_SET}
            """);
    try (Program check = Program.start(home, Map.of(), "config", "check", file.toString())) {
      assertEquals(2, check.exitStatus());
      assertEquals("", check.output());
      List<String> lines = check.errorsText().lines().toList();
      assertEquals(5, lines.size(), check::errorsText);
      assertTrue(lines.stream().allMatch(line -> line.startsWith("zerofs: ")));
      for (String expected :
          List.of(
              "store.url (" + file + "): no object store has the URL scheme 'ftp'; there are",
              "engine (" + file + "): there is no engine 'lms'; there are",
              "nfs.listn (" + file + "): is not a known key; did you mean nfs.listen?",
              "nfs.squash (" + file + "): 'everybody' is not one of none, root, all",
              "s3.secret-access-key (" + file + "): refers to environment variable NOT_SET")) {
        assertTrue(check.errorsText().contains(expected), check::errorsText);
      }
    }
  }

  @Test
  void aCheckLooksIntoWhatBelongsToTheStore() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("s3.yaml"),
            "store.url: s3://bucket\ns3.endpoint: http://example.com\ncache.size: 1GB\n");
    try (Program check = Program.start(home, Map.of(), "config", "check", file.toString())) {
      check.assertFails(2, "s3.endpoint (" + file + "): 'http://example.com' is plain http");
    }
  }

  private int status(String... arguments) throws Exception {
    try (Program program = Program.start(home, Map.of(), arguments)) {
      int status = program.exitStatus();
      assertEquals("", program.errorsText());
      return status;
    }
  }
}
