package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.ObjectEncoder;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.DirectoryEntry;
import dev.zerofs.ports.filesystem.EntrySink;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a READDIR or READDIRPLUS reply while they are collected: as many as fit, by the
 * exact number of their XDR bytes. One thread uses it for one call.
 */
final class Listing implements EntrySink {

  /** The most bytes of results that one call gets, whatever it asks for. */
  static final int MAX_BYTES = 256 << 10;

  /** Attributes of the directory, cookie verifier, end of the list, end-of-directory flag. */
  private static final int FRAME_BYTES = ObjectEncoder.POST_OP_ATTR_BYTES + 8 + 4 + 4;

  /** An entry's flag, file id, length of name, cookie. */
  private static final int ENTRY_BYTES = 4 + 8 + 4 + 8;

  /** Cookies never lose their validity, so there is nothing to verify. */
  private static final long COOKIE_VERIFIER = 0;

  private static final int CAPACITY_BYTES = 8192;

  private final int roomBytes;
  private final long hintBytes;
  private final boolean withObjects;
  private final ObjectEncoder objects;
  private final XdrWriter entries;
  private long directoryBytes;

  /**
   * An empty list.
   *
   * @param maxBytes the most bytes that the results may have, all XDR bytes counted
   * @param hintBytes after about how many bytes of file ids, names and cookies to stop
   * @param withObjects whether entries carry attributes and handles
   */
  Listing(long maxBytes, long hintBytes, boolean withObjects, ObjectEncoder objects) {
    this.roomBytes = clamp(maxBytes) - FRAME_BYTES;
    this.hintBytes = hintBytes;
    this.withObjects = withObjects;
    this.objects = objects;
    this.entries = new XdrWriter(Math.clamp(roomBytes, 0, CAPACITY_BYTES));
  }

  /** How many bytes of results a client gets at most that asks for {@code maxBytes}. */
  static int clamp(long maxBytes) {
    return (int) Math.min(maxBytes, MAX_BYTES);
  }

  /** Whether even the empty list does not fit. */
  boolean isTooSmall() {
    return roomBytes < 0;
  }

  boolean isEmpty() {
    return entries.length() == 0;
  }

  @Override
  public boolean accept(DirectoryEntry entry) {
    int nameBytes = entry.name().length() + XdrReader.padding(entry.name().length());
    Attributes attributes = withObjects ? entry.attributes() : null;
    int bytes = ENTRY_BYTES + nameBytes + (withObjects ? objectBytes(attributes) : 0);
    if (bytes > roomBytes - entries.length()) {
      return false;
    }
    directoryBytes += ENTRY_BYTES + nameBytes;
    if (directoryBytes > hintBytes && !isEmpty()) {
      return false;
    }
    write(entry, attributes);
    return true;
  }

  private static int objectBytes(@Nullable Attributes attributes) {
    return attributes == null
        ? 4 + 4
        : ObjectEncoder.POST_OP_ATTR_BYTES + ObjectEncoder.POST_OP_FH_BYTES;
  }

  private void write(DirectoryEntry entry, @Nullable Attributes attributes) {
    entries.writeBoolean(true);
    entries.writeLong(ObjectEncoder.fileid(entry.inode()));
    entries.writeOpaque(entry.name());
    entries.writeLong(entry.cookie());
    if (!withObjects) {
      return;
    }
    objects.postOpAttributes(entries, attributes);
    if (attributes == null) {
      entries.writeBoolean(false);
    } else {
      objects.postOpHandle(entries, attributes.id());
    }
  }

  /** Writes the results: a READDIR3resok or READDIRPLUS3resok. */
  void encode(Attributes directory, boolean complete, XdrWriter out) {
    objects.postOpAttributes(out, directory);
    out.writeLong(COOKIE_VERIFIER);
    out.append(entries);
    out.writeBoolean(false);
    out.writeBoolean(complete);
  }
}
