package dev.zerofs.lsm.commit;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether the store still serves, and if not, why. Safe for use by any number of threads. */
public final class Fate {

  private final AtomicReference<@Nullable KeyValueException> end = new AtomicReference<>();
  private final Consumer<RuntimeException> fatal;
  private final Runnable changed;

  /**
   * A store that serves.
   *
   * @param fatal told once if another writer takes over
   * @param changed called after every change, to wake those who wait for one
   */
  public Fate(Consumer<RuntimeException> fatal, Runnable changed) {
    this.fatal = fatal;
    this.changed = changed;
  }

  /** Another writer has taken over. */
  public void replaced(String by) {
    KeyValueException.Replaced reason = new KeyValueException.Replaced(by);
    KeyValueException before =
        end.getAndUpdate(now -> now instanceof KeyValueException.Replaced ? now : reason);
    changed.run();
    if (before == null) {
      fatal.accept(reason);
    }
  }

  /** The store has been closed. */
  public void closed() {
    if (end.compareAndSet(null, new KeyValueException.Closed("the store is closed", null))) {
      changed.run();
    }
  }

  /** Whether it serves no more. */
  public boolean isOver() {
    return end.get() != null;
  }

  /** Whether another writer has taken over. */
  public boolean isReplaced() {
    return end.get() instanceof KeyValueException.Replaced;
  }

  /**
   * Returns if the store serves.
   *
   * @throws KeyValueException.Replaced if another writer has taken over
   * @throws KeyValueException.Closed if it was closed
   */
  public void check() {
    switch (end.get()) {
      case null -> {}
      case KeyValueException.Replaced reason -> {
        throw new KeyValueException.Replaced(String.valueOf(reason.getMessage()));
      }
      case KeyValueException other ->
          throw new KeyValueException.Closed(String.valueOf(other.getMessage()), null);
    }
  }
}
