package dev.zerofs.domain.layout;

/** How a file's bytes are divided into chunks. */
public final class Chunks {
  /** The length of a full chunk. */
  public static final int SIZE_BYTES = 64 * 1024;

  private Chunks() {}

  /** The chunk that holds the byte at {@code offset}. */
  public static long indexOf(long offset) {
    return offset / SIZE_BYTES;
  }

  /** Where in its chunk the byte at {@code offset} is. */
  public static int within(long offset) {
    return (int) (offset % SIZE_BYTES);
  }

  /** The file offset of a chunk's first byte. */
  public static long startOf(long index) {
    return index * SIZE_BYTES;
  }

  /** How many chunks a file of this length spans. */
  public static long countFor(long sizeBytes) {
    return sizeBytes == 0 ? 0 : indexOf(sizeBytes - 1) + 1;
  }
}
