package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is fixed when a volume is made. A clone has that of its source, or of its source's source.
 *
 * @param volume the id of the volume that was made
 * @param createdEpochNanos when it was made
 * @param handleKey 32 secret bytes to sign file handles with
 */
public record FormatRecord(UUID volume, long createdEpochNanos, Bytes handleKey) {
  /** The format that this release reads and writes. */
  public static final int VERSION = 1;

  /** The length of {@link #handleKey}. */
  public static final int HANDLE_KEY_BYTES = 32;

  /** Gives as many bytes as a key has. */
  private static final String KEY_DERIVATION = "HmacSHA256";

  private static final int LENGTH_BYTES = Integer.BYTES + 16 + Integer.BYTES + 8 + HANDLE_KEY_BYTES;

  /** Checks the key's length. */
  public FormatRecord {
    if (handleKey.length() != HANDLE_KEY_BYTES) {
      throw new IllegalArgumentException("handle key of " + handleKey.length() + " bytes");
    }
  }

  /** The key of a clone of this volume: a secret to whoever does not know {@link #handleKey}. */
  public Bytes handleKeyOf(UUID clone) {
    try {
      Mac mac = Mac.getInstance(KEY_DERIVATION);
      mac.init(new SecretKeySpec(handleKey.toByteArray(), KEY_DERIVATION));
      ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES);
      id.putLong(clone.getMostSignificantBits()).putLong(clone.getLeastSignificantBits());
      return Bytes.wrap(mac.doFinal(id.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + KEY_DERIVATION, e);
    }
  }

  /** The record. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH_BYTES);
    out.putInt(VERSION);
    out.putLong(volume.getMostSignificantBits()).putLong(volume.getLeastSignificantBits());
    out.putInt(Chunks.SIZE_BYTES).putLong(createdEpochNanos);
    handleKey.copyTo(out);
    return Bytes.wrap(out.array());
  }

  /**
   * Reads a record.
   *
   * @throws KeyValueException.Unusable if it is of another version or has another chunk size
   * @throws KeyValueException.Corrupt if it is malformed
   */
  public static FormatRecord decode(Bytes value) {
    ByteBuffer in = value.asByteBuffer();
    if (in.remaining() < Integer.BYTES) {
      throw malformed(value);
    }
    requireVersion(in.getInt());
    if (value.length() != LENGTH_BYTES) {
      throw malformed(value);
    }
    UUID volume = new UUID(in.getLong(), in.getLong());
    requireChunkSize(in.getInt());
    return new FormatRecord(volume, in.getLong(), value.slice(LENGTH_BYTES - HANDLE_KEY_BYTES));
  }

  private static void requireVersion(int version) {
    if (version < VERSION) {
      throw new KeyValueException.Unusable(
          "the volume has format version " + version + ", too old: expected " + VERSION, null);
    }
    if (version > VERSION) {
      throw new KeyValueException.Unusable(
          "the volume has format version "
              + version
              + ", too new: this release knows "
              + VERSION
              + "; a later release made it",
          null);
    }
  }

  private static void requireChunkSize(int chunkSizeBytes) {
    if (chunkSizeBytes != Chunks.SIZE_BYTES) {
      throw new KeyValueException.Unusable(
          "the volume has chunks of "
              + chunkSizeBytes
              + " bytes, this release has chunks of "
              + Chunks.SIZE_BYTES,
          null);
    }
  }

  private static KeyValueException malformed(Bytes value) {
    // Not the bytes themselves: they hold the handle key.
    return new KeyValueException.Corrupt(
        "the format record has " + value.length() + " bytes, expected " + LENGTH_BYTES, null);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "format " + VERSION + " of volume " + volume;
  }
}
