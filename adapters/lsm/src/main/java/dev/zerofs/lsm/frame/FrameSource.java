package dev.zerofs.lsm.frame;

import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Large values that are still in memory: those of log segments that are open or not yet uploaded.
 * Asked before any cache or the store. Safe for use by any number of threads.
 */
@FunctionalInterface
public interface FrameSource {

  /** A source that has nothing. */
  FrameSource NONE = reference -> null;

  /** The decoded value of {@code reference} if it is at hand, else null. Never waits for I/O. */
  @Nullable Bytes find(Value.Reference reference);
}
