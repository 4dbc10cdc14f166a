package dev.zerofs.lsm;

import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;

/**
 * The configuration of one reader, read and checked.
 *
 * @param follow how closely it follows
 * @param cacheBytes the block cache in memory
 * @param openTimeoutNanos how long opening waits for a store that fails
 */
record LsmReaderOptions(FollowOptions follow, long cacheBytes, long openTimeoutNanos) {

  /**
   * Reads them.
   *
   * @throws SettingException if one is wrong
   */
  static LsmReaderOptions of(Settings settings) {
    long lagNanos = settings.value(LsmSettings.READER_LAG_NANOS);
    long graceNanos = settings.value(LsmSettings.GRACE_NANOS);
    if (lagNanos >= graceNanos / 2) {
      throw settings.mistake(
          LsmSettings.READER_LAG_NANOS,
          "is not less than half of "
              + LsmSettings.GRACE_NANOS.name()
              + ", after which what is of no use any more is deleted");
    }
    return new LsmReaderOptions(
        new FollowOptions(lagNanos, graceNanos, ReadPatience.DEFAULT.deadlineNanos()),
        settings.value(LsmSettings.CACHE_BYTES),
        settings.value(LsmSettings.OPEN_TIMEOUT_NANOS));
  }
}
