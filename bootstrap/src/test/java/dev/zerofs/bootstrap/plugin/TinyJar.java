package dev.zerofs.bootstrap.plugin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.plugin.PortsLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plug-in's jar made by a test: compiled here and now, from the sources in the test. */
public final class TinyJar {

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> services = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private final Manifest manifest = new Manifest();
  private int classVersionAdded;

  /** A jar with nothing in it but a manifest that is as it should be. */
  public TinyJar() {
    attribute("Manifest-Version", "1.0");
    attribute(PortsLevel.ATTRIBUTE, String.valueOf(PortsLevel.CURRENT));
    attribute("Implementation-Version", "1.2.3");
  }

  /** Sets an attribute of the manifest, or takes it out with the value "". */
  public TinyJar attribute(String name, String value) {
    if (value.isEmpty()) {
      manifest.getMainAttributes().remove(new Attributes.Name(name));
    } else {
      manifest.getMainAttributes().putValue(name, value);
    }
    return this;
  }

  /** A class of package {@code tiny}: what stands in its braces, and what before them. */
  public TinyJar type(String name, String extension, String body) {
    return source(
        name,
        """
        package tiny;
        import dev.zerofs.ports.codec.*;
        import dev.zerofs.ports.keyvalue.*;
        import dev.zerofs.ports.plugin.*;
        import dev.zerofs.ports.settings.*;
        import java.util.*;
        public class %s %s {
        %s
        }
        """
            .formatted(name, extension, body));
  }

  /** The whole source of a class. */
  public TinyJar source(String name, String text) {
    sources.put(name, text);
    return this;
  }

  /** An engine of this name that fails when it is opened, with {@code body} in its class. */
  public TinyJar engine(String type, String engineName, String opening, String body) {
    return provider("tiny." + type)
        .type(
            type,
            "implements KeyValueStoreProvider",
            """
            public String name() { return "%s"; }
            public List<Setting<?>> settings() { return List.of(); }
            public KeyValueStore open(KeyValueContext c) { %s }
            public KeyValueReader openReader(KeyValueContext c) { throw new RuntimeException(); }
            %s
            """
                .formatted(engineName, opening, body));
  }

  /** Names a class as a provider of key-value stores. */
  public TinyJar provider(String className) {
    return service("KeyValueStoreProvider", className);
  }

  /** Names a class as a provider of this kind. */
  public TinyJar service(String kind, String className) {
    services.merge(kind, className, (before, more) -> before + "\n" + more);
    return this;
  }

  /** Leaves out a class that the others were compiled with. */
  public TinyJar without(String type) {
    left.add(type);
    return this;
  }

  /** Says that the classes were compiled for a Java that many releases newer. */
  public TinyJar newerJava(int releases) {
    classVersionAdded = releases;
    return this;
  }

  /** Compiles and writes the jar. */
  public Path write(Path jar) throws IOException {
    Files.createDirectories(jar.resolve("..").normalize());
    Path classes = Files.createTempDirectory("tiny");
    compile(classes);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(each).toString();
        if (left.stream().noneMatch(type -> name.equals("tiny/" + type + ".class"))) {
          byte[] bytes = Files.readAllBytes(each);
          bytes[7] += (byte) classVersionAdded; // the low byte of the major version
          entry(out, name, bytes);
        }
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        entry(
            out,
            "META-INF/services/dev.zerofs.ports.plugin." + service.getKey(),
            service.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-proc:none", "-d", classes.toString(), "-classpath", ports().toString());
    assertTrue(compiler.getTask(null, null, null, options, null, units).call());
  }

  /** Where the ports' classes are: all that a plug-in is compiled with. */
  private static Path ports() {
    try {
      return Path.of(PortsLevel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///tiny/" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
