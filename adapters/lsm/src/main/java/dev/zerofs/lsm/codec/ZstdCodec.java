package dev.zerofs.lsm.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Zstandard (RFC 8878), without its own checksum: blocks have theirs.
 *
 * <p>Contexts cost more to make than a small block to compress, so some are kept; not per thread,
 * since threads may be virtual and many.
 */
public final class ZstdCodec implements BlockCodec {

  /** The number of zstd in formats. */
  public static final int ID = 1;

  private static final int IDLE_CONTEXTS_MAX = 16;

  private final int level;
  private final BlockingQueue<ZstdCompressCtx> compressors =
      new ArrayBlockingQueue<>(IDLE_CONTEXTS_MAX);
  private final BlockingQueue<ZstdDecompressCtx> decompressors =
      new ArrayBlockingQueue<>(IDLE_CONTEXTS_MAX);

  /** A codec that compresses at {@code level}, 1 (fastest) to 22. */
  public ZstdCodec(int level) {
    if (level < 1 || level > Zstd.maxCompressionLevel()) {
      throw new IllegalArgumentException("zstd level " + level);
    }
    this.level = level;
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public int compress(Bytes source, byte[] target, int targetOffset, int targetLengthMax) {
    ZstdCompressCtx idle = compressors.poll();
    ZstdCompressCtx context = idle != null ? idle : new ZstdCompressCtx().setLevel(level);
    try {
      return context.compressByteArray(
          target,
          targetOffset,
          targetLengthMax,
          source.array(),
          source.arrayOffset(),
          source.length());
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw e;
    } finally {
      if (!compressors.offer(context)) {
        context.close();
      }
    }
  }

  @Override
  public Bytes decompress(Bytes compressed, int lengthBytes) {
    byte[] target = new byte[lengthBytes];
    int written = decompressInto(target, compressed);
    if (written != lengthBytes) {
      throw new IllegalArgumentException(
          "zstd block of " + written + " bytes, expected " + lengthBytes);
    }
    return Bytes.wrap(target);
  }

  private int decompressInto(byte[] target, Bytes compressed) {
    ZstdDecompressCtx idle = decompressors.poll();
    ZstdDecompressCtx context = idle != null ? idle : new ZstdDecompressCtx();
    try {
      return context.decompressByteArray(
          target,
          0,
          target.length,
          compressed.array(),
          compressed.arrayOffset(),
          compressed.length());
    } catch (ZstdException e) {
      throw new IllegalArgumentException("zstd: " + e.getMessage(), e);
    } finally {
      if (!decompressors.offer(context)) {
        context.close();
      }
    }
  }
}
