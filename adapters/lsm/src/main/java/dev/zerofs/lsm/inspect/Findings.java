package dev.zerofs.lsm.inspect;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes findings on and counts them. For one thread. */
final class Findings {

  private final Consumer<Finding> sink;
  private long damageCount;
  private long noteCount;

  Findings(Consumer<Finding> sink) {
    this.sink = sink;
  }

  void damage(String text, @Nullable KeyRange keys) {
    damageCount++;
    boolean none = keys == null || keys.isEmpty();
    sink.accept(new Finding(Finding.Kind.DAMAGE, text, none ? null : keys));
  }

  void damage(String text) {
    damage(text, null);
  }

  /** Damage that an exception tells of, which names the object. */
  void damage(Exception e, @Nullable KeyRange keys) {
    damage(String.valueOf(e.getMessage()), keys);
  }

  void note(String text) {
    noteCount++;
    sink.accept(new Finding(Finding.Kind.NOTE, text, null));
  }

  long damageCount() {
    return damageCount;
  }

  long noteCount() {
    return noteCount;
  }
}
