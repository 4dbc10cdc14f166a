package dev.zerofs.lsm.manifest;

import java.util.List;

/**
 * A sorted run: tables with disjoint ranges of keys.
 *
 * @param tables at least one, ascending
 */
public record Run(List<SstMeta> tables) {

  /** Copies the list and checks its order. */
  public Run {
    tables = List.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("empty run");
    }
    for (int i = 1; i < tables.size(); i++) {
      if (tables.get(i - 1).to().compareTo(tables.get(i).from()) > 0) {
        throw new IllegalArgumentException(
            "table " + tables.get(i).id() + " overlaps " + tables.get(i - 1).id());
      }
    }
  }

  /** The bytes of all its tables. */
  public long sizeBytes() {
    return tables.stream().mapToLong(SstMeta::sizeBytes).sum();
  }

  /** The oldest sequence in it. */
  public long sequenceMin() {
    return tables.stream().mapToLong(SstMeta::sequenceMin).min().orElseThrow();
  }

  /** The newest sequence in it. */
  public long sequenceMax() {
    return tables.stream().mapToLong(SstMeta::sequenceMax).max().orElseThrow();
  }
}
