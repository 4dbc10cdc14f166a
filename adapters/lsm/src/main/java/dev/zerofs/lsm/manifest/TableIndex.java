package dev.zerofs.lsm.manifest;

import dev.zerofs.lsm.entry.SstId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers the tables of a manifest, so that runs and checkpoints share one description of each. */
final class TableIndex {

  private record Name(int volumeIndex, SstId id) {
    static final Comparator<Name> ORDER =
        Comparator.comparingInt(Name::volumeIndex).thenComparing(Name::id);
  }

  private final List<SstMeta> tables;
  private final Map<Name, Integer> indices = new HashMap<>();

  private TableIndex(Collection<SstMeta> ascending) {
    tables = List.copyOf(ascending);
    for (SstMeta table : tables) {
      indices.put(nameOf(table), indices.size());
    }
  }

  /**
   * Numbers every table of {@code manifest}.
   *
   * @throws IllegalArgumentException if one table is described in two ways
   */
  static TableIndex of(Manifest manifest) {
    Map<Name, SstMeta> byName = new TreeMap<>(Name.ORDER);
    addAll(manifest.runs(), byName);
    manifest.checkpoints().forEach(checkpoint -> addAll(checkpoint.runs(), byName));
    return new TableIndex(byName.values());
  }

  private static void addAll(List<Run> runs, Map<Name, SstMeta> byName) {
    for (Run run : runs) {
      for (SstMeta table : run.tables()) {
        SstMeta known = byName.putIfAbsent(nameOf(table), table);
        if (known != null && !known.equals(table)) {
          throw new IllegalArgumentException("two descriptions of table " + table.id());
        }
      }
    }
  }

  /** Every table in the order of its number. */
  List<SstMeta> tables() {
    return tables;
  }

  /** The number of {@code table}, which is one of {@link #tables}. */
  int indexOf(SstMeta table) {
    Integer index = indices.get(nameOf(table));
    if (index == null) {
      throw new IllegalArgumentException("unknown table " + table.id());
    }
    return index;
  }

  private static Name nameOf(SstMeta table) {
    return new Name(table.volumeIndex(), table.id());
  }
}
