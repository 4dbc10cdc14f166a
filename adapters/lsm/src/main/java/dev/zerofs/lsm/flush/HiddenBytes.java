package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates how many stored bytes of older runs range tombstones hide, so that the removal of a
 * large file is known to be worth a merge. Looks into indices only.
 */
final class HiddenBytes {

  private static final Logger LOG = LoggerFactory.getLogger(HiddenBytes.class);

  /** After so many fragments the rest is taken to be like them. */
  private static final int FRAGMENTS_MAX = 256;

  private final Tables tables;

  HiddenBytes(Tables tables) {
    this.tables = tables;
  }

  /** About how many bytes {@code tombstones} hide in {@code older}. */
  long of(RangeTombstones tombstones, List<Run> older) {
    List<RangeTombstones.Fragment> fragments = tombstones.fragments();
    int looked = Math.min(fragments.size(), FRAGMENTS_MAX);
    try {
      long sum = 0;
      for (int i = 0; i < looked; i++) {
        sum += of(fragments.get(i), older);
      }
      return looked == 0 ? 0 : sum / looked * fragments.size();
    } catch (KeyValueException e) {
      LOG.debug("how much is hidden is not known: {}", e.getMessage());
      return 0;
    }
  }

  private long of(RangeTombstones.Fragment fragment, List<Run> older) {
    long sum = 0;
    for (Run run : older) {
      for (SstMeta table : run.tables()) {
        boolean overlaps =
            table.from().compareTo(fragment.to()) < 0 && fragment.from().compareTo(table.to()) < 0;
        if (overlaps && table.space().referencedBytes() > 0) {
          sum += tables.reader(table).referencedBytesWithin(fragment.from(), fragment.to());
        }
      }
    }
    return sum;
  }
}
