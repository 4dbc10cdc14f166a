package dev.zerofs.lsm.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** The file system of one {@link VolatileDisk}. */
final class VolatileFileSystem extends FileSystem {

  private final VolatileProvider provider;

  VolatileFileSystem(VolatileDisk disk) {
    this.provider = new VolatileProvider(disk, this);
  }

  Path pathOf(Path real) {
    return new VolatilePath(this, real);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return pathOf(Path.of(first, more));
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("open as long as its disk");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("not simulated");
  }
}
