package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.sst.Lookups;
import dev.zerofs.lsm.sst.SstReader;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The readers of all tables in use, each opened once for all versions of the tree that share it.
 * Safe for use by any number of threads.
 */
public final class Tables {

  private record Name(int volumeIndex, SstId id) {
    static Name of(SstMeta meta) {
      return new Name(meta.volumeIndex(), meta.id());
    }
  }

  private final FrameReader frames;
  private final Lookups lookups = new Lookups();
  private final ConcurrentHashMap<Name, SstReader> readers = new ConcurrentHashMap<>();

  /** No readers yet; those to come read through {@code frames}. */
  public Tables(FrameReader frames) {
    this.frames = frames;
  }

  /** The reader of {@code table}. */
  public SstReader reader(SstMeta table) {
    return readers.computeIfAbsent(Name.of(table), _ -> new SstReader(table, frames, lookups));
  }

  /** What looking keys up in the tables has cost so far. */
  public Lookups lookups() {
    return lookups;
  }

  /** {@code run} as a source. */
  public RunReader reader(Run run) {
    return new RunReader(run.tables().stream().map(this::reader).toList());
  }

  /** {@code runs} as sources, in their order. */
  public List<RunReader> readers(List<Run> runs) {
    return runs.stream().map(this::reader).toList();
  }

  /** Forgets the readers of all tables but {@code used}; views that hold them keep theirs. */
  public void retain(Collection<SstMeta> used) {
    Set<Name> names = used.stream().map(Name::of).collect(Collectors.toSet());
    readers.keySet().retainAll(names);
  }
}
