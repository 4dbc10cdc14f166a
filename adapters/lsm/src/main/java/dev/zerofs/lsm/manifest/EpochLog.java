package dev.zerofs.lsm.manifest;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state of one writer epoch's log.
 *
 * @param epoch the epoch
 * @param incarnation the random number of its writer, in every object it wrote
 * @param replayFrom the first segment id that is not wholly in sorted tables: replay begins here
 * @param fenceId the id of the fence that closes the log: segments from there on are garbage; empty
 *     while the epoch may still write
 * @param journal the local journal it used, or null if none
 */
public record EpochLog(
    long epoch,
    long incarnation,
    long replayFrom,
    OptionalLong fenceId,
    @Nullable JournalState journal) {

  /** Checks the signs. */
  public EpochLog {
    if (epoch < 0 || replayFrom < 0 || fenceId.orElse(0) < 0) {
      throw new IllegalArgumentException("negative number in the log of epoch " + epoch);
    }
  }

  /** Whether a fence closes it. */
  public boolean isClosed() {
    return fenceId.isPresent();
  }
}
