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

  /** How long reclamation leaves an object that no manifest refers to any more. */
  static final long GRACE_NANOS = 600_000_000_000L;

  /**
   * Reads them.
   *
   * @throws SettingException if one is wrong
   */
  static LsmReaderOptions of(Settings settings) {
    long lagNanos = settings.value(LsmSettings.READER_LAG_NANOS);
    if (lagNanos >= GRACE_NANOS / 2) {
      String key = LsmSettings.READER_LAG_NANOS.name();
      throw new SettingException(
          key,
          settings.given().get(key).origin(),
          "is not less than half of the " + GRACE_NANOS / 1_000_000_000 + "s after which what is"
              + " dead is deleted");
    }
    return new LsmReaderOptions(
        new FollowOptions(lagNanos, GRACE_NANOS, ReadPatience.DEFAULT.deadlineNanos()),
        settings.value(LsmSettings.CACHE_BYTES),
        settings.value(LsmSettings.OPEN_TIMEOUT_NANOS));
  }
}
