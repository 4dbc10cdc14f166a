package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random operations of several users on few names, so that they meet. An operation is drawn once
 * and can be run on several file systems, and as the same call again. For one thread.
 */
public final class RandomOperations {
  private static final List<Caller> CALLERS =
      List.of(
          FileSystemDriver.ROOT,
          FileSystemDriver.ALICE,
          FileSystemDriver.ALICE,
          FileSystemDriver.BOB,
          FileSystemDriver.CAROL,
          FileSystemDriver.DAVE);
  private static final List<String> NAMES =
      List.of("a", "b", "c", "d", "e", "f", "g", "\u00e4", ".", "..");
  private static final int[] MODES = {
    0777, 0755, 0700, 0644, 0664, 0600, 01777, 02775, 06755, 0, 0070, 0007, 04711
  };
  private static final int CHUNK = 64 * 1024;
  private static final int KNOWN_MAX = 60;

  /** An operation with all its arguments. */
  @FunctionalInterface
  public interface Operation {
    /** Runs it; what it returns can be compared. */
    Result<?> run(FileSystem fs);
  }

  private final Random random;
  private final List<FileId> known = new ArrayList<>();
  private long calls;

  /** Operations that begin at {@code root}, the same for the same seed and what is learnt. */
  public RandomOperations(long seed, FileId root) {
    this.random = new Random(seed);
    known.add(root);
  }

  /** Takes note of what an operation made, so that later ones use it. */
  public void learn(Result<?> result) {
    if (result instanceof Result.Done<?> done && done.value() instanceof Created created) {
      if (known.size() == KNOWN_MAX) {
        // The root stays.
        known.remove(1 + random.nextInt(KNOWN_MAX - 1));
      }
      known.add(created.object().id());
    }
  }

  /** Draws the next one. */
  public Operation next() {
    Caller caller =
        CALLERS.get(random.nextInt(CALLERS.size())).calling(new CallId(calls++, random.nextLong()));
    FileId one = object();
    FileId other = object();
    Bytes name = name();
    return switch (random.nextInt(22)) {
      case 0, 1 -> {
        CreateMode mode = createMode();
        yield fs -> fs.create(caller, one, name, mode);
      }
      case 2, 3 -> {
        AttributeChange attributes = newAttributes();
        yield fs -> fs.makeDirectory(caller, one, name, attributes);
      }
      case 4 -> {
        AttributeChange attributes = newAttributes();
        Bytes target = Bytes.wrap(bytes(random.nextInt(4)));
        yield fs -> fs.makeSymlink(caller, one, name, target, attributes);
      }
      case 5 -> node(caller, one, name);
      case 6 -> fs -> fs.remove(caller, one, name);
      case 7 -> fs -> fs.removeDirectory(caller, one, name);
      case 8, 9, 10 -> {
        Bytes target = name();
        yield fs -> fs.rename(caller, one, name, other, target);
      }
      case 11 -> fs -> fs.link(caller, one, other, name);
      case 12, 13 -> setAttributes(caller, one);
      case 14, 15 -> write(caller, one);
      case 16 -> read(caller, one);
      case 17 -> fs -> fs.lookup(caller, one, name);
      case 18 -> list(caller, one);
      case 19 -> fs -> fs.access(caller, one, EnumSet.allOf(AccessRight.class));
      case 20 -> fs -> fs.readLink(one);
      default -> fs -> fs.commit(one, 0, 0);
    };
  }

  private FileId object() {
    // The first ones, made early, are met more often.
    return known.get(Math.min(random.nextInt(known.size()), random.nextInt(known.size())));
  }

  private Bytes name() {
    return Bytes.utf8(NAMES.get(random.nextInt(NAMES.size())));
  }

  private CreateMode createMode() {
    return switch (random.nextInt(3)) {
      case 0 -> new CreateMode.Unchecked(newAttributes());
      case 1 -> new CreateMode.Guarded(newAttributes());
      default -> new CreateMode.Exclusive(random.nextInt(2));
    };
  }

  private AttributeChange newAttributes() {
    return new AttributeChange(
        random.nextInt(10) == 0 ? null : mode(),
        maybe(5, 1000 + random.nextInt(3)),
        maybe(5, 100 * (1 + random.nextInt(6))),
        random.nextInt(5) == 0 ? size() : null,
        time(),
        time());
  }

  private Operation setAttributes(Caller caller, FileId file) {
    AttributeChange change =
        new AttributeChange(
            maybe(2, mode()),
            maybe(5, 1000 + random.nextInt(3)),
            maybe(4, 100 * (1 + random.nextInt(6))),
            random.nextInt(3) == 0 ? size() : null,
            time(),
            time());
    boolean guarded = random.nextInt(8) == 0;
    return fs -> fs.setAttributes(caller, file, change, guarded ? (Long) 1L : null);
  }

  private Operation write(Caller caller, FileId file) {
    byte[] data = bytes(random.nextInt(4) == 0 ? random.nextInt(3 * CHUNK) : random.nextInt(200));
    long offset = size();
    return fs -> fs.write(caller, file, offset, Bytes.wrap(data.clone()));
  }

  /** The bytes themselves are compared, not how they are cut into pieces. */
  private Operation read(Caller caller, FileId file) {
    long offset = size();
    int length = random.nextInt(4 * CHUNK);
    return fs -> {
      Result<?> result = fs.read(caller, file, offset, length);
      if (result instanceof Result.Done<?>(var value, var position)
          && value instanceof ReadData data) {
        Bytes joined = Bytes.wrap(FileSystemDriver.bytes(data));
        return new Result.Done<>(List.of(data.file(), joined, data.endOfFile()), position);
      }
      return result;
    };
  }

  private Operation list(Caller caller, FileId directory) {
    long after = random.nextInt(12);
    int most = 1 + random.nextInt(20);
    boolean withAttributes = random.nextBoolean();
    return fs -> {
      List<DirectoryEntry> entries = new ArrayList<>();
      Result<?> result =
          fs.list(
              caller,
              directory,
              after,
              withAttributes,
              entry -> entries.size() < most && entries.add(entry));
      return result instanceof Result.Done<?>(var value, var position)
          ? new Result.Done<>(List.of(value, entries), position)
          : result;
    };
  }

  private Operation node(Caller caller, FileId directory, Bytes name) {
    FileType type = FileType.values()[random.nextInt(FileType.values().length)];
    Device device = new Device(random.nextInt(), random.nextInt());
    AttributeChange attributes = newAttributes();
    return fs -> fs.makeNode(caller, directory, name, type, device, attributes);
  }

  private long size() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> (long) random.nextInt(6) * CHUNK;
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      case 3 -> -1;
      case 4 -> random.nextLong(1L << 62);
      default -> random.nextInt(4 * CHUNK);
    };
  }

  private TimeChange time() {
    return switch (random.nextInt(8)) {
      case 0 -> TimeChange.SERVER_TIME;
      case 1 -> new TimeChange.ToClientTime(random.nextLong(1L << 60));
      default -> TimeChange.KEEP;
    };
  }

  private int mode() {
    return MODES[random.nextInt(MODES.length)];
  }

  private @Nullable Integer maybe(int oneIn, int value) {
    return random.nextInt(oneIn) == 0 ? (Integer) value : null;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
