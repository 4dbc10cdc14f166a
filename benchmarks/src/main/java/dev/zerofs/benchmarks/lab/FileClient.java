package dev.zerofs.benchmarks.lab;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.ReadData;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uses a file system as the superuser and takes no refusal. Changes are calls with an identity, as
 * a protocol makes them. Safe for use by any number.
 */
public final class FileClient {

  private static final int FILE_MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;

  /** An odd number without a pattern, whose multiples are spread like hashes. */
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

  /** The volume remembers the calls of clients before this one. */
  private final long incarnation = UUID.randomUUID().getMostSignificantBits();

  private final FileSystem files;
  private final AtomicLong calls = new AtomicLong();

  FileClient(FileSystem files) {
    this.files = files;
  }

  /** The root directory. */
  public FileId root() {
    return files.volume().root();
  }

  private Caller caller() {
    long number = calls.incrementAndGet();
    return Caller.ROOT.calling(new CallId(incarnation + SPREAD * number, number));
  }

  /** Makes a directory. */
  public FileId makeDirectory(FileId parent, String name) {
    return done(files.makeDirectory(
            caller(), parent, Bytes.utf8(name), AttributeChange.ofMode(DIRECTORY_MODE)))
        .value()
        .object()
        .id();
  }

  /** Makes an empty file. */
  public FileId create(FileId directory, String name) {
    CreateMode mode = new CreateMode.Guarded(AttributeChange.ofMode(FILE_MODE));
    return done(files.create(caller(), directory, Bytes.utf8(name), mode)).value().object().id();
  }

  /** Writes all of {@code data}; what it returns can be waited for. */
  public CommitPosition write(FileId file, long offset, Bytes data) {
    var written = done(files.write(Caller.ROOT, file, offset, data));
    if (written.value().lengthBytes() != data.length()) {
      throw new IllegalStateException("a short write at " + offset);
    }
    return written.position();
  }

  /** Cuts a file to {@code sizeBytes}. */
  public CommitPosition truncate(FileId file, long sizeBytes) {
    return done(files.setAttributes(caller(), file, AttributeChange.ofSize(sizeBytes), null))
        .position();
  }

  /** Reads, as one string. */
  public Bytes read(FileId file, long offset, int lengthBytes) {
    ReadData data = done(files.read(Caller.ROOT, file, offset, lengthBytes)).value();
    if (data.data().size() == 1) {
      return data.data().getFirst();
    }
    byte[] whole = new byte[data.lengthBytes()];
    int at = 0;
    for (Bytes piece : data.data()) {
      piece.copyTo(whole, at);
      at += piece.length();
    }
    return Bytes.wrap(whole);
  }

  /** Removes a name. */
  public CommitPosition remove(FileId directory, String name) {
    return done(files.remove(caller(), directory, Bytes.utf8(name))).position();
  }

  /** What a directory holds, without itself and its parent. */
  public List<Attributes> list(FileId directory) {
    List<Attributes> found = new ArrayList<>();
    var _ =
        done(
            files.list(
                Caller.ROOT,
                directory,
                2,
                true,
                entry -> found.add(Objects.requireNonNull(entry.attributes()))));
    return found;
  }

  /** As a reply waits that claims stability. */
  public void await(CommitPosition position) {
    files.awaitReply(position);
  }

  private static <T> Result.Done<T> done(Result<T> result) {
    return switch (result) {
      case Result.Done<T> success -> success;
      case Result.Refused<T> refusal -> throw new IllegalStateException("refused: " + refusal);
    };
  }
}
