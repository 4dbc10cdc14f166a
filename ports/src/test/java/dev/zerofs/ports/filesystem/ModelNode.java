package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An inode of the model: plain fields. */
final class ModelNode {
  static final int CHUNK_BYTES = 64 * 1024;
  private static final int DIRECTORY_SIZE_BYTES = 4096;

  /** A name of a directory. */
  record Name(Bytes name, ModelNode node) {}

  final FileId id;
  final FileType type;
  int mode;
  int uid;
  int gid;
  long atime;
  long mtime;
  long ctime;
  int links = 1;
  Device device = Device.NONE;
  Bytes target = Bytes.EMPTY;
  @Nullable Long verifier;

  /** A regular file: what was written of each 64 KiB, up to the last byte written. */
  final TreeMap<Long, byte[]> chunks = new TreeMap<>();

  long size;

  /** A directory. */
  @Nullable ModelNode parent;

  final TreeMap<Long, Name> names = new TreeMap<>();
  final Map<Bytes, Long> cookies = new HashMap<>();
  long nextCookie = 3;

  ModelNode(FileId id, FileType type, int mode, int uid, int gid, long now) {
    this.id = id;
    this.type = type;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.atime = now;
    this.mtime = now;
    this.ctime = now;
    if (type == FileType.DIRECTORY) {
      links = 2;
    }
  }

  boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  @Nullable ModelNode child(Bytes name) {
    Long cookie = cookies.get(name);
    Name named = cookie == null ? null : names.get(cookie);
    return named == null ? null : named.node();
  }

  void add(Bytes name, ModelNode child) {
    Long cookie = cookies.get(name);
    if (cookie == null) {
      cookie = nextCookie++;
    }
    cookies.put(name, cookie);
    names.put(cookie, new Name(name, child));
  }

  void drop(Bytes name) {
    names.remove(cookies.remove(name));
  }

  void write(long offset, byte[] data) {
    for (int done = 0; done < data.length; ) {
      long index = (offset + done) / CHUNK_BYTES;
      int from = (int) ((offset + done) % CHUNK_BYTES);
      int length = Math.min(data.length - done, CHUNK_BYTES - from);
      byte[] old = chunks.getOrDefault(index, new byte[0]);
      byte[] merged = new byte[Math.max(old.length, from + length)];
      System.arraycopy(old, 0, merged, 0, old.length);
      System.arraycopy(data, done, merged, from, length);
      chunks.put(index, merged);
      done += length;
    }
    size = Math.max(size, offset + data.length);
  }

  void resize(long newSize) {
    long index = newSize / CHUNK_BYTES;
    int boundary = (int) (newSize % CHUNK_BYTES);
    byte[] last = chunks.get(index);
    chunks.tailMap(index, boundary != 0 ? false : true).clear();
    if (boundary != 0 && last != null && last.length > boundary) {
      chunks.put(index, Arrays.copyOf(last, boundary));
    }
    size = newSize;
  }

  byte[] read(long offset, int length) {
    int available = offset >= size ? 0 : (int) Math.min(length, size - offset);
    byte[] data = new byte[available];
    for (int i = 0; i < available; ) {
      byte[] chunk = chunks.getOrDefault((offset + i) / CHUNK_BYTES, new byte[0]);
      int from = (int) ((offset + i) % CHUNK_BYTES);
      int step = Math.min(CHUNK_BYTES - from, available - i);
      if (from < chunk.length) {
        System.arraycopy(chunk, from, data, i, Math.min(step, chunk.length - from));
      }
      i += step;
    }
    return data;
  }

  long used() {
    return chunks.values().stream().mapToLong(chunk -> chunk.length).sum();
  }

  Attributes attributes() {
    long shownSize =
        switch (type) {
          case REGULAR -> size;
          case DIRECTORY -> DIRECTORY_SIZE_BYTES;
          case SYMLINK -> target.length();
          case BLOCK_DEVICE, CHARACTER_DEVICE, FIFO, SOCKET -> 0;
        };
    return new Attributes(
        id, type, mode, links, uid, gid, shownSize, used(), device, atime, mtime, ctime);
  }

  void changed(long now) {
    ctime = Math.max(now, ctime + 1);
  }

  void modified(long now) {
    changed(now);
    mtime = ctime;
  }

  void accessed(long now) {
    long day = 24L * 3600 * 1_000_000_000L;
    if (atime <= mtime || atime <= ctime || now - atime >= day) {
      atime = now;
    }
  }
}
