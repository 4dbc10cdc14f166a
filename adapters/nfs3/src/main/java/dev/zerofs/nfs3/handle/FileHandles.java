package dev.zerofs.nfs3.handle;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and reads the handles of one volume. Safe for use by any number of threads. */
public final class FileHandles {

  /** The length of every handle. */
  public static final int LENGTH_BYTES = 32;

  /** The length up to which a client may send something as a handle (RFC 1813 §2.4). */
  public static final int NFS3_FHSIZE = 64;

  private static final byte VERSION = 1;
  private static final int VOLUME_INDEX = 2;
  private static final int INODE_INDEX = 8;
  private static final int GENERATION_INDEX = 16;
  private static final int CHECKSUM_INDEX = 24;
  private static final int CHECKSUM_BYTES = 8;

  /** What a handle turned out to be. */
  public sealed interface Reading {

    /**
     * A handle of this volume.
     *
     * @param file the file it names, which may exist or not
     */
    record Valid(FileId file) implements Reading {}

    /** No handle that this kind of server ever made, or a forged one. */
    record Malformed() implements Reading {}

    /** A handle of another volume. */
    record Foreign() implements Reading {}
  }

  private static final Reading MALFORMED = new Reading.Malformed();
  private static final Reading FOREIGN = new Reading.Foreign();

  private final byte[] prefix;
  private final SecretKeySpec key;

  /** Keyed and idle; a thread borrows one, since virtual threads are too many to own one each. */
  private final ConcurrentLinkedQueue<Mac> idle = new ConcurrentLinkedQueue<>();

  /** The handles of {@code volume}. */
  public FileHandles(VolumeIdentity volume) {
    this.key = new SecretKeySpec(volume.handleKey().toByteArray(), "HmacSHA256");
    this.prefix = new byte[INODE_INDEX];
    prefix[0] = VERSION;
    System.arraycopy(digestOf(volume.id()), 0, prefix, VOLUME_INDEX, INODE_INDEX - VOLUME_INDEX);
  }

  /** The handle of {@code file}. */
  public Bytes handleOf(FileId file) {
    byte[] handle = new byte[LENGTH_BYTES];
    ByteBuffer.wrap(handle).put(prefix).putLong(file.inode()).putLong(file.generation());
    System.arraycopy(checksumOf(handle, 0), 0, handle, CHECKSUM_INDEX, CHECKSUM_BYTES);
    return Bytes.wrap(handle);
  }

  /** What {@code handle} names. */
  public Reading read(Bytes handle) {
    if (handle.length() != LENGTH_BYTES || handle.at(0) != VERSION || handle.at(1) != 0) {
      return MALFORMED;
    }
    byte[] array = handle.array();
    int start = handle.arrayOffset();
    // Another volume's checksum cannot be verified, so the volume is looked at first.
    if (!Arrays.equals(
        prefix, VOLUME_INDEX, INODE_INDEX, array, start + VOLUME_INDEX, start + INODE_INDEX)) {
      return FOREIGN;
    }
    byte[] expected = Arrays.copyOf(checksumOf(array, start), CHECKSUM_BYTES);
    if (!MessageDigest.isEqual(expected, handle.slice(CHECKSUM_INDEX).toByteArray())) {
      return MALFORMED;
    }
    ByteBuffer numbers = ByteBuffer.wrap(array);
    long inode = numbers.getLong(start + INODE_INDEX);
    long generation = numbers.getLong(start + GENERATION_INDEX);
    return inode < 0 || generation < 0
        ? MALFORMED
        : new Reading.Valid(new FileId(inode, generation));
  }

  private byte[] checksumOf(byte[] array, int start) {
    Mac mac = idle.poll();
    if (mac == null) {
      mac = newMac();
    }
    mac.update(array, start, CHECKSUM_INDEX);
    byte[] checksum = mac.doFinal();
    idle.offer(mac);
    return checksum;
  }

  private Mac newMac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] digestOf(UUID id) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
      return MessageDigest.getInstance("SHA-256").digest(bytes.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
