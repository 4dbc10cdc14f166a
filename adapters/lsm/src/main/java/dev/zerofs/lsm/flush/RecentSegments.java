package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.ports.bytes.Bytes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of small segments that were uploaded and whose memtable is not flushed yet, so that
 * packing them costs no request. The oldest go first when there are too many. Safe for use by any
 * number of threads.
 */
public final class RecentSegments {

  private final long bytesMax;
  private final int bodyBytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<SegmentId, Bytes> bodies = new TreeMap<>(); // guarded by lock
  private long sizeBytes; // guarded by lock

  /**
   * None yet.
   *
   * @param bytesMax how many bytes to keep
   * @param bodyBytesMax larger segments are not kept
   */
  public RecentSegments(long bytesMax, int bodyBytesMax) {
    this.bytesMax = bytesMax;
    this.bodyBytesMax = bodyBytesMax;
  }

  /** A segment was uploaded. */
  public void add(SegmentId id, Bytes body) {
    if (body.length() > bodyBytesMax) {
      return;
    }
    lock.lock();
    try {
      bodies.put(id, body);
      sizeBytes += body.length();
      while (sizeBytes > bytesMax) {
        forget(bodies.pollFirstEntry());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The frame at {@code address}, or null if it is not at hand. */
  @Nullable Bytes frame(FrameRef address) {
    lock.lock();
    try {
      Bytes body = address.volumeIndex() == 0 ? bodies.get(address.segment()) : null;
      return body == null || address.endOffset() > body.length()
          ? null
          : body.slice((int) address.offset(), address.storedLength());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets every segment before {@code end}. */
  void dropBefore(SegmentId end) {
    lock.lock();
    try {
      while (!bodies.isEmpty() && bodies.firstKey().compareTo(end) < 0) {
        forget(bodies.pollFirstEntry());
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Map.Entry<SegmentId, Bytes> entry) {
    sizeBytes -= entry.getValue().length();
  }
}
