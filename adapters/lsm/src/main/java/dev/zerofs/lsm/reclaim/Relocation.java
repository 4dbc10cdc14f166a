package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Move;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameAddress;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.ReadView;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.segment.PackBuilder;
import dev.zerofs.lsm.sst.SstIterator;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties some segments: walks through the tables that refer to them, puts the frames of values
 * that are still current into packs, and has the log say where they are now. In bounded steps; to
 * give it up between two of them leaves at worst a pack that nothing refers to. For one thread.
 */
final class Relocation {

  private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

  /** How many entries a step passes at most. */
  private static final int ENTRIES_A_STEP = 4_000;

  /** How many bytes of frames a step reads at about most. */
  private static final long BYTES_A_STEP = 4L << 20;

  /** How often moves are looked up again because a flush came between. */
  private static final int LOOKUPS_MAX = 8;

  /**
   * What a relocation works with.
   *
   * @param tables opens tables
   * @param tree what readers see
   * @param snapshots who reads at which position
   * @param log says where values are
   * @param frames reads frames
   * @param values of a view, which here fetches none
   * @param packs names and stores packs
   * @param packBytes about how large a pack is
   */
  record Environment(
      Tables tables,
      TreeState tree,
      SnapshotRegistry snapshots,
      CommitLog log,
      FrameReader frames,
      ValueReader values,
      PackStore packs,
      long packBytes) {}

  private record Found(Bytes key, Value.Reference reference) {}

  private final Environment environment;
  private final Set<SegmentId> segments;
  private final Deque<SstMeta> toWalk;
  private final Published published;
  private @Nullable SstIterator walk;
  private final PackBuilder builder = new PackBuilder();
  private final List<Found> packed = new ArrayList<>();
  private PackBuilder.@Nullable Pack toUpload;
  private boolean uploaded;
  private long movedBytes;
  private long movedCount;
  private long outdatedCount;
  private long repeatCount;

  /** Told of packs that the log refers to up to a position. */
  @FunctionalInterface
  interface Published {
    void at(PackBuilder.Pack pack, long sequence);
  }

  /**
   * A relocation that has not begun.
   *
   * @param tables of the tree; those that refer to none of {@code segments} are passed over
   */
  Relocation(
      Environment environment,
      Collection<Candidate> segments,
      List<SstMeta> tables,
      Published published) {
    this.environment = environment;
    this.segments = segments.stream().map(Candidate::segment).collect(Collectors.toSet());
    this.toWalk = new ArrayDeque<>(tables);
    this.published = published;
  }

  /**
   * Goes on.
   *
   * @return whether all that could be moved has been
   */
  boolean step() {
    PackBuilder.Pack pack = toUpload;
    if (pack != null) {
      finish(pack);
      return false;
    }
    if (builder.sizeBytes() >= environment.packBytes()
        || (walk == null && toWalk.isEmpty() && !builder.isEmpty())) {
      toUpload = environment.packs().finish(builder, environment.log().visible());
      return false;
    }
    if (walk == null) {
      return !enterTable();
    }
    collect(walk);
    return false;
  }

  /** Whether there was another table. */
  private boolean enterTable() {
    SstMeta table = toWalk.poll();
    if (table == null) {
      return false;
    }
    boolean refers =
        table.space().referencedBytes() > 0
            && environment.tables().reader(table).segmentUses().stream()
                .anyMatch(use -> use.volumeIndex() == 0 && segments.contains(use.segment()));
    walk = refers ? environment.tables().reader(table).iterator() : null;
    return true;
  }

  private void collect(SstIterator entries) {
    List<Found> found = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < ENTRIES_A_STEP && bytes < BYTES_A_STEP; i++) {
      InternalEntry entry = entries.next();
      if (entry == null) {
        walk = null;
        break;
      }
      if (entry.value() instanceof Value.Reference reference && isToMove(reference.frame())) {
        found.add(new Found(entry.key(), reference));
        bytes += reference.frame().storedLength();
      }
    }
    pack(current(found));
  }

  private boolean isToMove(FrameRef frame) {
    return frame.volumeIndex() == 0 && segments.contains(frame.segment());
  }

  private void pack(List<Found> found) {
    try {
      add(found);
    } catch (KeyValueException.Corrupt _) {
      found.forEach(this::addIfSound);
    }
  }

  private void add(List<Found> found) {
    List<FrameAddress> addresses =
        found.stream().map(one -> FrameAddress.of(one.reference().frame())).toList();
    List<Bytes> frames =
        addresses.isEmpty() ? List.of() : environment.frames().soundFrames(addresses);
    for (int i = 0; i < found.size(); i++) {
      builder.add(found.get(i).key(), found.get(i).reference().length(), frames.get(i));
      packed.add(found.get(i));
    }
  }

  private void addIfSound(Found one) {
    try {
      add(List.of(one));
    } catch (KeyValueException.Corrupt e) {
      LOG.error("a damaged value is left where it is: {}", e.getMessage());
    }
  }

  /** Those of {@code found} that readers of now would find. */
  private List<Found> current(List<Found> found) {
    if (found.isEmpty()) {
      return found;
    }
    SnapshotRegistry.Reading reading = environment.snapshots().open(environment.log()::visible);
    try {
      return current(found, reading);
    } finally {
      environment.snapshots().close(reading);
    }
  }

  private List<Found> current(List<Found> found, SnapshotRegistry.Reading reading) {
    ReadView view =
        new ReadView(environment.tree().now().sources(), reading.position(), environment.values());
    return found.stream().filter(one -> isCurrent(one, view)).toList();
  }

  private static boolean isCurrent(Found found, ReadView view) {
    InternalEntry entry = view.find(found.key());
    return entry != null && entry.value().equals(found.reference());
  }

  private void finish(PackBuilder.Pack pack) {
    if (!uploaded) {
      environment.packs().put(pack);
      uploaded = true;
      return;
    }
    commit(pack);
    toUpload = null;
    uploaded = false;
    packed.clear();
  }

  private void commit(PackBuilder.Pack pack) {
    for (int i = 0; i < LOOKUPS_MAX; i++) {
      SnapshotRegistry.Reading reading = environment.snapshots().open(environment.log()::visible);
      try {
        List<Move> moves = moves(pack, reading);
        OptionalInt applied = environment.log().relocate(moves, reading.position());
        if (applied.isPresent()) {
          end(pack, moves, applied.getAsInt());
          return;
        }
        repeatCount++;
      } finally {
        environment.snapshots().close(reading);
      }
    }
    environment.packs().giveUp(List.of(pack));
  }

  private void end(PackBuilder.Pack pack, List<Move> moves, int applied) {
    movedCount += applied;
    outdatedCount += packed.size() - applied;
    if (applied == 0) {
      environment.packs().giveUp(List.of(pack));
    } else {
      published.at(pack, environment.log().visible());
      movedBytes += moves.stream().mapToLong(move -> move.to().frame().storedLength()).sum();
    }
  }

  private List<Move> moves(PackBuilder.Pack pack, SnapshotRegistry.Reading reading) {
    Set<Bytes> current =
        current(packed, reading).stream().map(Found::key).collect(Collectors.toSet());
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < packed.size(); i++) {
      Found one = packed.get(i);
      if (current.contains(one.key())) {
        moves.add(new Move(one.key(), one.reference(), pack.references().get(i)));
      }
    }
    return moves;
  }

  /** Gives up what is not finished. */
  void giveUp() {
    PackBuilder.Pack pack = toUpload;
    if (pack != null) {
      environment.packs().giveUp(List.of(pack));
    }
  }

  /** How many bytes were moved so far. */
  long movedBytes() {
    return movedBytes;
  }

  /** How many values were moved so far. */
  long movedCount() {
    return movedCount;
  }

  /** How many values were copied for nothing: something newer was written meanwhile. */
  long outdatedCount() {
    return outdatedCount;
  }

  /** How often moves were looked up again because a flush came between. */
  long repeatCount() {
    return repeatCount;
  }
}
