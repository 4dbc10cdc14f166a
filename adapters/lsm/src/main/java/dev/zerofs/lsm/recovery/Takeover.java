package dev.zerofs.lsm.recovery;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SegmentBody;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a new epoch and ends the writers before it. For one thread.
 *
 * <p>The claim is the next manifest, so that nobody else can commit one to the chain any more; the
 * fences are objects under the first missing segment ids, so that nobody else can add a segment to
 * a log any more. What lies behind a fence was never acknowledged as stable in the bucket.
 */
public final class Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final ManifestChain chain;
  private final long incarnation;
  private final Patience patience;

  /** A takeover by the writer of this random number. */
  public Takeover(ManifestChain chain, long incarnation, Patience patience) {
    this.chain = chain;
    this.incarnation = incarnation;
    this.patience = patience;
  }

  /**
   * A claimed epoch.
   *
   * @param before the manifest that was the newest, or null if the volume is new
   * @param claim the manifest that claims the epoch
   */
  public record Claim(@Nullable Manifest before, Manifest claim) {

    /** The log of the writer before, or null if there was none. */
    public @Nullable EpochLog formerLog() {
      return before == null || before.logs().isEmpty() ? null : before.logs().getLast();
    }
  }

  /**
   * Claims the next epoch.
   *
   * @param newVolume the identity of the volume if there is none yet
   * @param journal chooses the journal when it is known what there is
   * @throws KeyValueException.Replaced if yet another writer claimed a later one meanwhile
   */
  public Claim claim(VolumeId newVolume, Function<Manifest, @Nullable JournalState> journal) {
    while (true) {
      Manifest before = newest();
      Manifest base = before == null ? empty(newVolume) : before;
      Manifest claim = next(base, journal.apply(base));
      if (create(claim)) {
        if (!patience.get(() -> chain.hasNewerThan(claim.version()))) {
          return new Claim(before, claim);
        }
        requireLatestClaim(claim);
      }
      LOG.info("another server was faster with manifest {}", claim.version());
    }
  }

  /**
   * The former writer may have gone on so far meanwhile that it deleted the number that was claimed
   * here, and it was created anew: then nothing was claimed. A newer epoch is another's claim.
   */
  private void requireLatestClaim(Manifest claim) {
    Manifest newest = newest();
    if (newest == null || newest.epoch() >= claim.epoch()) {
      throw new KeyValueException.Replaced("another server claimed the volume at this moment");
    }
  }

  private @Nullable Manifest newest() {
    return patience
        .<List<Manifest>>get(
            () -> {
              Manifest newest = chain.newest();
              return newest == null ? List.of() : List.of(newest);
            })
        .stream()
        .findFirst()
        .orElse(null);
  }

  private boolean create(Manifest manifest) {
    while (true) {
      switch (patience.get(() -> chain.create(manifest))) {
        case CREATED -> {
          return true;
        }
        case TAKEN -> {
          return false;
        }
        case UNKNOWN -> patience.pause(1_000_000L);
      }
    }
  }

  private static Manifest empty(VolumeId volume) {
    return new Manifest(
        0, 0, 0, volume, 0, 0, List.of(""), List.of(), List.of(), List.of(), List.of());
  }

  private Manifest next(Manifest base, @Nullable JournalState journal) {
    List<EpochLog> logs = new ArrayList<>(base.logs());
    long epoch = base.epoch() + 1;
    logs.add(new EpochLog(epoch, incarnation, 0, OptionalLong.empty(), journal));
    return new Manifest(
        base.version() + 1,
        epoch,
        incarnation,
        base.volume(),
        0,
        base.sequenceFloor(),
        base.volumePrefixes(),
        base.runs(),
        logs,
        base.checkpoints(),
        withOwn(base.incarnations(), epoch));
  }

  /** Epochs of volume 0, to which the own one belongs, come before those of others. */
  private List<Incarnation> withOwn(List<Incarnation> before, long epoch) {
    List<Incarnation> all = new ArrayList<>(before);
    int at = 0;
    while (at < all.size() && all.get(at).volumeIndex() == 0) {
      at++;
    }
    all.add(at, new Incarnation(0, epoch, incarnation));
    return all;
  }

  /** Closes every log in {@code claim} that is not closed, but for the writer's own. */
  public List<EpochLog> fence(Manifest claim, SegmentLog log) {
    List<EpochLog> logs = new ArrayList<>();
    for (EpochLog old : claim.logs()) {
      boolean open = old.epoch() != claim.epoch() && !old.isClosed();
      logs.add(open ? closed(old, fence(old, claim.epoch(), log)) : old);
    }
    return logs;
  }

  private static EpochLog closed(EpochLog log, long fenceId) {
    return new EpochLog(
        log.epoch(), log.incarnation(), log.replayFrom(), OptionalLong.of(fenceId), log.journal());
  }

  /** The id at which the log ends. */
  private long fence(EpochLog old, long epoch, SegmentLog log) {
    SegmentLog.Extent extent = patience.get(() -> log.extent(old.epoch(), old.replayFrom()));
    long id = extent.endId();
    if (extent.isFenced()) {
      return id;
    }
    while (true) {
      SegmentId at = new SegmentId(old.epoch(), id);
      Bytes fence = SegmentBody.fence(at, incarnation, epoch);
      if (patience.get(() -> created(log, at, fence))) {
        return id;
      }
      switch (patience.get(() -> found(log, at))) {
        case FENCE -> {
          return id;
        }
        case SEGMENT -> id++;
        case NOTHING -> patience.pause(1_000_000L);
      }
    }
  }

  /** What may lie under a segment's name. */
  private enum Found {
    NOTHING,
    SEGMENT,
    FENCE
  }

  private static Found found(SegmentLog log, SegmentId at) {
    LoggedSegment owner = log.owner(at);
    if (owner == null) {
      return Found.NOTHING;
    }
    return owner.isFence() ? Found.FENCE : Found.SEGMENT;
  }

  private static boolean created(SegmentLog log, SegmentId at, Bytes fence) {
    try {
      log.create(at, fence);
      return true;
    } catch (ObjectStoreException.PreconditionFailed | ObjectStoreException.OutcomeUnknown _) {
      return false;
    }
  }
}
