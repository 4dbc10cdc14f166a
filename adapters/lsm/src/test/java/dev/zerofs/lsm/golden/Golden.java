package dev.zerofs.lsm.golden;

import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Access to golden files. */
public final class Golden {

  /** A directory to write golden files of a new format version to. */
  private static final String WRITE_TO = "zerofs.golden.writeTo";

  private Golden() {}

  /**
   * The golden file {@code name}.
   *
   * @param fresh what this release writes: kept if this run is to make new golden files
   */
  public static Bytes file(String name, Bytes fresh) {
    String writeTo = System.getProperty(WRITE_TO, "");
    if (writeTo.isEmpty()) {
      return file(name);
    }
    try {
      Files.write(Path.of(writeTo, name), fresh.toByteArray());
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The golden file {@code name}, of a version that is only read. */
  public static Bytes file(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      if (in == null) {
        throw new AssertionError("no golden file " + name);
      }
      return Bytes.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
