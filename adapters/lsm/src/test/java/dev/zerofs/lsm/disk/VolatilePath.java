package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/**
 * A path of a {@link VolatileFileSystem}.
 *
 * @param fileSystem whose path it is
 * @param real the same path of the real file system
 */
record VolatilePath(VolatileFileSystem fileSystem, Path real) implements Path {

  static Path realOf(Path path) {
    return path instanceof VolatilePath(VolatileFileSystem _, Path real) ? real : path;
  }

  private Path wrap(Path path) {
    return new VolatilePath(fileSystem, path);
  }

  private @Nullable Path wrapNullable(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapNullable(real.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapNullable(real.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapNullable(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(real.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return wrap(real.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return real.startsWith(realOf(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return real.endsWith(realOf(other));
  }

  @Override
  public Path normalize() {
    return wrap(real.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(real.resolve(realOf(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(real.relativize(realOf(other)));
  }

  @Override
  public URI toUri() {
    return real.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return wrap(real.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return wrap(real.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public int compareTo(Path other) {
    return real.compareTo(realOf(other));
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
