package dev.zerofs.lsm.manifest;

import java.util.ArrayList;
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

  /** The stored bytes of all frames that its tables refer to. */
  public long referencedBytes() {
    return tables.stream().mapToLong(table -> table.space().referencedBytes()).sum();
  }

  /** How many entries its tables have. */
  public long entryCount() {
    return tables.stream().mapToLong(SstMeta::entryCount).sum();
  }

  /** How many deletions of single keys its tables have. */
  public long deletionCount() {
    return tables.stream().mapToLong(table -> table.space().deletionCount()).sum();
  }

  /** About how many stored bytes of older runs it hides, single keys left out. */
  public long hiddenBytes() {
    return tables.stream().mapToLong(table -> table.space().hiddenBytes()).sum();
  }

  /** This run hiding {@code bytes} more of older ones. */
  public Run hiding(long bytes) {
    if (bytes == 0) {
      return this;
    }
    List<SstMeta> changed = new ArrayList<>(tables);
    changed.set(0, changed.getFirst().hiding(bytes));
    return new Run(changed);
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
