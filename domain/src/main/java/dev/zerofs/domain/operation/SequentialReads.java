package dev.zerofs.domain.operation;

import dev.zerofs.ports.filesystem.FileId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Recognises who reads a file from front to back, and says what to ask for ahead of them.
 *
 * <p>Clients send several reads at once and they arrive in any order, so a read belongs to a stream
 * if it is near the stream's furthest end. A stream counts as sequential when it has moved on a few
 * times by reads that join closely; from then on it is asked for in a window that doubles up to the
 * configured one. Reads that belong to no stream begin one, in the place of the file's stalest:
 * random readers therefore never get as far. Safe for use by any number of threads.
 */
public final class SequentialReads {

  private static final long WINDOW_MIN_BYTES = 256 << 10;

  /** More files are not watched; the one read longest ago is forgotten. */
  private static final int FILES_MAX = 1024;

  /** How many places of one file are watched. */
  private static final int STREAMS_MAX = 4;

  /** How often a stream must have moved on before it counts as sequential. */
  private static final int STEPS_MIN = 3;

  /** The share of the window that is near. */
  private static final int NEAR_SHARE = 8;

  /** By how many reads one may be early or late before the stream counts as sequential. */
  private static final int SLACK_READS = 2;

  /** The same afterwards: then clients send more at once. */
  private static final int SEQUENTIAL_SLACK_READS = 16;

  private static final int SLACK_READ_BYTES_MIN = 16 << 10;

  /**
   * A stretch of a file.
   *
   * @param from its first byte
   * @param to the byte after its last, more than {@code from}
   */
  record Stretch(long from, long to) {}

  private static final class Stream {
    private long end;
    private int steps;
    private long windowBytes = WINDOW_MIN_BYTES;
    private long askedAt = -1; // where the end was when the window was asked for
    private long askedTo; // and the end of that
    private long lastUse;

    boolean isSequential() {
      return steps >= STEPS_MIN;
    }

    boolean isNear(long offset, long length) {
      long reads = isSequential() ? SEQUENTIAL_SLACK_READS : SLACK_READS;
      return Math.abs(offset - end) <= reads * Math.max(length, SLACK_READ_BYTES_MIN);
    }
  }

  private final long windowMaxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<FileId, Stream[]> files =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, Stream[]> eldest) {
          return size() > FILES_MAX;
        }
      }; // guarded by lock

  private long useCount; // guarded by lock

  /**
   * Knows no reader yet.
   *
   * @param windowMaxBytes how far ahead to ask at most; 0 for not at all
   */
  public SequentialReads(long windowMaxBytes) {
    this.windowMaxBytes = windowMaxBytes;
  }

  /**
   * Notes a read.
   *
   * @param end the byte after the last that was read
   * @return what to ask for now, or null for nothing
   */
  @Nullable Stretch read(FileId file, long offset, long end, long sizeBytes) {
    if (windowMaxBytes == 0 || end <= offset) {
      return null;
    }
    lock.lock();
    try {
      Stream[] streams =
          files.computeIfAbsent(file, _ -> new Stream[] {new Stream()}); // at the front
      Stream stream = nearest(streams, offset, end - offset);
      if (stream == null) {
        begin(file, streams, end);
        return null;
      }
      stream.lastUse = ++useCount;
      return end <= stream.end ? null : advance(stream, end, sizeBytes);
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Stream nearest(Stream[] streams, long offset, long length) {
    Stream nearest = null;
    for (Stream stream : streams) {
      if (stream.isNear(offset, length)
          && (nearest == null || Math.abs(offset - stream.end) < Math.abs(offset - nearest.end))) {
        nearest = stream;
      }
    }
    return nearest;
  }

  /** Called with the lock. */
  private void begin(FileId file, Stream[] streams, long end) {
    Stream fresh = new Stream();
    fresh.end = end;
    fresh.lastUse = ++useCount;
    if (streams.length < STREAMS_MAX) {
      Stream[] more = new Stream[streams.length + 1];
      System.arraycopy(streams, 0, more, 0, streams.length);
      more[streams.length] = fresh;
      files.put(file, more);
      return;
    }
    int stalest = 0;
    for (int i = 1; i < streams.length; i++) {
      stalest = streams[i].lastUse < streams[stalest].lastUse ? i : stalest;
    }
    streams[stalest] = fresh;
  }

  private @Nullable Stretch advance(Stream stream, long end, long sizeBytes) {
    stream.end = end;
    stream.steps++;
    boolean isDue =
        stream.askedAt < 0 || end - stream.askedAt >= Math.max(1, stream.windowBytes / NEAR_SHARE);
    if (!stream.isSequential() || !isDue) {
      return null;
    }
    if (stream.askedAt >= 0) {
      stream.windowBytes *= 2;
    }
    stream.windowBytes = Math.min(stream.windowBytes, windowMaxBytes);
    stream.askedAt = end;
    // Again what was asked for before, since the store forgets what it had no room for; but not
    // what is so near that it may have been read when the store gets to it.
    long from = Math.max(end, Math.min(stream.askedTo, end + stream.windowBytes / NEAR_SHARE));
    long to = Math.min(sizeBytes, end + stream.windowBytes);
    stream.askedTo = to;
    return to > from ? new Stretch(from, to) : null;
  }
}
