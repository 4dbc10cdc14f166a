package dev.zerofs.lsm.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The calls of a {@link VolatileFileSystem}: the real ones, of which its disk is told. */
final class VolatileProvider extends FileSystemProvider {

  private final VolatileDisk disk;
  private final VolatileFileSystem fileSystem;

  VolatileProvider(VolatileDisk disk, VolatileFileSystem fileSystem) {
    this.disk = disk;
    this.fileSystem = fileSystem;
  }

  private static Path real(Path path) {
    return VolatilePath.realOf(path);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path file = real(path);
    boolean isNew = !Files.exists(file);
    if (isNew) {
      disk.requireWritable();
    }
    FileChannel channel = disk.opened(FileChannel.open(file, options, attributes));
    if (isNew) {
      disk.created(file);
    }
    return new VolatileChannel(disk, new VolatilePath(fileSystem, file), channel);
  }

  /** Of a file that is there: none is made by this. */
  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    Path file = real(path);
    return new VolatileAsyncChannel(
        disk, file, disk.opened(AsynchronousFileChannel.open(file, options, executor, attributes)));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real(directory))) {
      entries.forEach(entry -> all.add(fileSystem.pathOf(entry)));
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return all.iterator();
      }

      @Override
      public void close() {
        // Everything was read at once.
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    disk.requireWritable();
    Files.createDirectory(real(directory), attributes);
    disk.created(real(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    if (!Files.exists(real(path))) {
      throw new NoSuchFileException(path.toString());
    }
    disk.delete(real(path));
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    boolean replaces =
        Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE)
            || Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING);
    if (!replaces && Files.exists(real(to))) {
      throw new FileAlreadyExistsException(to.toString());
    }
    disk.rename(real(from), real(to));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real(path).getFileSystem().provider().checkAccess(real(path), modes);
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), attributes, options);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public String getScheme() {
    return "volatile";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("made by its disk");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException("not simulated");
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("not simulated");
  }
}
