package dev.zerofs.ports.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.zerofs.ports.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system as tests like to speak with it: names are text, refusals are failures unless they
 * are expected. Safe for use by as many threads as the file system.
 *
 * @param fs what is driven
 */
public record FileSystemDriver(FileSystem fs) {
  /** The superuser. */
  public static final Caller ROOT = Caller.ROOT;

  /** An owner. */
  public static final Caller ALICE = new Caller(1000, 100, List.of(500));

  /** In Alice's group. */
  public static final Caller BOB = new Caller(1001, 100, List.of());

  /** In a group with Alice only by a supplementary one. */
  public static final Caller CAROL = new Caller(1002, 300, List.of(500, 600));

  /** Has nothing to do with any of them. */
  public static final Caller DAVE = new Caller(1003, 400, List.of());

  /** The value of an operation that must be done. */
  public static <T> T done(Result<T> result) {
    return switch (result) {
      case Result.Done<T> done -> done.value();
      case Result.Refused<T> refused -> fail("refused: " + refused);
    };
  }

  /** Expects an operation to be refused. */
  public static <T> Result.Refused<T> refused(Status status, Result<T> result) {
    return switch (result) {
      case Result.Done<T> done -> fail("done, expected " + status + ": " + done);
      case Result.Refused<T> refused -> {
        assertEquals(status, refused.status());
        yield refused;
      }
    };
  }

  /** A name. */
  public static Bytes name(String text) {
    return Bytes.utf8(text);
  }

  /** The root directory. */
  public FileId root() {
    return fs.volume().root();
  }

  /** The attributes of a file. */
  public Attributes stat(FileId file) {
    return done(fs.attributes(file));
  }

  /** Makes a file as its owner. */
  public FileId file(Caller owner, FileId directory, String name, int mode) {
    return done(fs.create(
            owner, directory, name(name), new CreateMode.Guarded(AttributeChange.ofMode(mode))))
        .object()
        .id();
  }

  /** Makes a directory as its owner. */
  public FileId directory(Caller owner, FileId directory, String name, int mode) {
    return done(fs.makeDirectory(owner, directory, name(name), AttributeChange.ofMode(mode)))
        .object()
        .id();
  }

  /** Makes a symbolic link as its owner. */
  public FileId symlink(Caller owner, FileId directory, String name, String target) {
    return done(fs.makeSymlink(owner, directory, name(name), name(target), AttributeChange.NONE))
        .object()
        .id();
  }

  /** What a name stands for, or null. */
  public @Nullable FileId find(FileId directory, String name) {
    return switch (fs.lookup(ROOT, directory, name(name))) {
      case Result.Done<Found> done -> done.value().object().id();
      case Result.Refused<Found> refused -> {
        assertEquals(Status.NOENT, refused.status());
        yield null;
      }
    };
  }

  /** Writes text as the superuser. */
  public void write(FileId file, long offset, String text) {
    Bytes data = Bytes.utf8(text);
    assertEquals(data.length(), done(fs.write(ROOT, file, offset, data)).lengthBytes());
  }

  /** Reads bytes as the superuser. */
  public byte[] read(FileId file, long offset, int lengthBytes) {
    return bytes(done(fs.read(ROOT, file, offset, lengthBytes)));
  }

  /** The whole of a short file as text. */
  public String text(FileId file) {
    return Bytes.wrap(read(file, 0, 1 << 20)).toUtf8();
  }

  /** The pieces of a read, joined. */
  public static byte[] bytes(ReadData data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Bytes piece : data.data()) {
      try {
        piece.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertEquals(data.lengthBytes(), out.size());
    return out.toByteArray();
  }

  /** Changes the mode as the superuser. */
  public void chmod(FileId file, int mode) {
    var _ = done(fs.setAttributes(ROOT, file, AttributeChange.ofMode(mode), null));
  }

  /** Changes owner or group as the superuser; null leaves one. */
  public void chown(FileId file, @Nullable Integer uid, @Nullable Integer gid) {
    var _ = done(fs.setAttributes(ROOT, file, owner(uid, gid), null));
  }

  /** Truncates or extends as the superuser. */
  public void truncate(FileId file, long sizeBytes) {
    var _ = done(fs.setAttributes(ROOT, file, AttributeChange.ofSize(sizeBytes), null));
  }

  /** A change of owner or group; null leaves one. */
  public static AttributeChange owner(@Nullable Integer uid, @Nullable Integer gid) {
    return new AttributeChange(null, uid, gid, null, TimeChange.KEEP, TimeChange.KEEP);
  }

  /** A change of times. */
  public static AttributeChange times(TimeChange accessed, TimeChange modified) {
    return new AttributeChange(null, null, null, null, accessed, modified);
  }

  /** All entries of a directory, read {@code perCall} at a time, with {@code .} and {@code ..}. */
  public List<DirectoryEntry> list(Caller caller, FileId directory, int perCall) {
    List<DirectoryEntry> entries = new ArrayList<>();
    long cookie = 0;
    boolean complete = false;
    while (!complete) {
      List<DirectoryEntry> page = new ArrayList<>();
      EntrySink sink = entry -> page.size() < perCall && page.add(entry);
      complete = done(fs.list(caller, directory, cookie, true, sink)).complete();
      entries.addAll(page);
      cookie = page.isEmpty() ? cookie : page.getLast().cookie();
    }
    return entries;
  }

  /** The names in a directory without {@code .} and {@code ..}, in order. */
  public List<String> names(FileId directory) {
    return list(ROOT, directory, 1000).stream().skip(2).map(e -> e.name().toUtf8()).toList();
  }
}
