package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.manifest.VolumeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What many entries have in common: what they are and who wrote the objects they are of.
 *
 * @param kind what an entry is
 * @param volume the volume that reads
 * @param volumeIndex which volume of its table the objects are of; 0 is itself
 * @param epoch of the writer
 * @param incarnation the writer's random number
 */
record Origin(Kind kind, VolumeId volume, int volumeIndex, long epoch, long incarnation) {

  /** What an entry is. */
  enum Kind {
    /** An aligned part of a log segment. */
    SEGMENT_PART(1),
    /** An aligned part of a sorted table. */
    TABLE_PART(2),
    /** The decoded content of a frame in a log segment. */
    VALUE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** How it is written. */
    int code() {
      return code;
    }

    /** The kind that is written as {@code code}, or null. */
    static @Nullable Kind of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElse(null);
    }
  }
}
