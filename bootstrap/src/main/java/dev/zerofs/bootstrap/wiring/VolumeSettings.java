package dev.zerofs.bootstrap.wiring;

import dev.zerofs.domain.Options;
import dev.zerofs.domain.time.AccessTimePolicy;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.util.List;

/** What a person may choose about the volume, as settings: the domain itself knows none. */
final class VolumeSettings {

  private static final Setting<AccessTimePolicy> ACCESS_TIMES =
      Setting.choice(
          "fs.atime",
          AccessTimePolicy.class,
          Options.DEFAULT.accessTimes(),
          "When reading a file changes its access time.");

  private static final Setting<Long> QUOTA_BYTES =
      Setting.sizeBytes(
          "quota.bytes",
          "0",
          0,
          Long.MAX_VALUE,
          "The most bytes of file data in the volume; 0 for no quota.");

  private static final Setting<Long> QUOTA_INODES =
      Setting.number(
          "quota.inodes",
          0L,
          0,
          Long.MAX_VALUE,
          "The most files, directories and links in the volume; 0 for no quota.");

  private static final Setting<Long> STATED_BYTES =
      Setting.sizeBytes(
          "fs.stated-size",
          "1024TiB",
          1,
          Long.MAX_VALUE,
          "The size that df shows when there is no quota.");

  private static final Setting<Long> READ_AHEAD_BYTES =
      Setting.sizeBytes(
          "read.ahead",
          "64MiB",
          0,
          1L << 30,
          "How far ahead of a sequential reader a file is fetched at most; 0 for not at all.");

  private static final Setting<Long> REPLAY_BYTES =
      Setting.sizeBytes(
          "fs.replay-bytes",
          "16MiB",
          1 << 16,
          1L << 40,
          "The most memory for results of calls before the start, which clients may repeat.");

  static final List<Setting<?>> ALL =
      List.of(
          ACCESS_TIMES, QUOTA_BYTES, QUOTA_INODES, STATED_BYTES, READ_AHEAD_BYTES, REPLAY_BYTES);

  private VolumeSettings() {}

  static Options options(Settings settings) {
    return new Options.Draft()
        .accessTimes(settings.value(ACCESS_TIMES))
        .quota(settings.value(QUOTA_BYTES), settings.value(QUOTA_INODES))
        .statfsBytes(settings.value(STATED_BYTES))
        .readAheadBytes(settings.value(READ_AHEAD_BYTES))
        .replayBytes(settings.value(REPLAY_BYTES))
        .options();
  }
}
