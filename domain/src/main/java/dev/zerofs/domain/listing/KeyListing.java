package dev.zerofs.domain.listing;

import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Lists the keys of a volume whose text begins with a prefix. Memory does not grow with the volume.
 * For one thread.
 */
public final class KeyListing {
  private final Reads reads;
  private final Optional<UUID> cloneId;
  private final String prefix;
  private final Consumer<String> out;

  /**
   * A listing of what {@code reads} shows, which must not change meanwhile.
   *
   * @param cloneId what the volume is if it is a clone
   * @param prefix what the lines begin with, {@code ""} for all
   * @param out takes the lines
   */
  public KeyListing(Reads reads, Optional<UUID> cloneId, String prefix, Consumer<String> out) {
    this.reads = reads;
    this.cloneId = cloneId;
    this.prefix = prefix;
    this.out = out;
  }

  /**
   * Writes all lines.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException as the reads throw
   */
  public void run() {
    KeyRange range = KeyRange.of(prefix);
    Bytes chunks = Keys.chunk(0, 0);
    if (range.from().compareTo(chunks) < 0) {
      list(range.from(), min(range.to(), chunks));
    }
    Bytes end = min(range.to(), Keys.chunksEnd());
    if (range.from().compareTo(end) < 0 && end.compareTo(chunks) > 0) {
      new ChunkListing(reads, this::write).run(range.firstChunkOwner(), range.lastChunkOwner());
    }
    if (range.to().compareTo(Keys.chunksEnd()) > 0) {
      list(Keys.chunksEnd(), range.to());
    }
  }

  private static Bytes min(Bytes a, Bytes b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void list(Bytes from, Bytes to) {
    try (Cursor cursor = reads.scan(from, to)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        write(Description.describe(entry.key(), entry.value(), cloneId));
      }
    }
  }

  private void write(String line) {
    if (line.startsWith(prefix)) {
      out.accept(line);
    }
  }
}
