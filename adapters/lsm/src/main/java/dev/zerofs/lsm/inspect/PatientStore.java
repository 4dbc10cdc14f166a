package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.fetch.Pause;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of an object store, with patience for what fails for the moment. A failure that
 * lasts is {@link KeyValueException.Unavailable}: it says nothing of the volume.
 */
final class PatientStore {

  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final Clock clock;
  private final Pause pause;
  private final ReadPatience patience;

  PatientStore(ObjectStore store, Clock clock, Pause pause, ReadPatience patience) {
    this.store = store;
    this.clock = clock;
    this.pause = pause;
    this.patience = patience;
  }

  String location() {
    return store.location();
  }

  /** The whole object, or null if there is none. */
  @Nullable Bytes get(ObjectKey key) {
    return found(key.value(), () -> store.get(key));
  }

  /** A part of an object, shorter if that ends before; or null if there is none. */
  @Nullable Bytes get(ObjectKey key, long offset, int length) {
    return found(key.value(), () -> store.get(key, offset, length));
  }

  @Nullable ObjectSummary head(ObjectKey key) {
    return found(key.value(), () -> store.head(key));
  }

  /** Hands every object whose name begins with {@code prefix} to {@code each}, in order. */
  void list(String prefix, Consumer<ObjectSummary> each) {
    list(prefix, null, each);
  }

  /** As {@link #list(String, Consumer)}, but only objects after {@code startAfter}. */
  void list(String prefix, @Nullable ObjectKey startAfter, Consumer<ObjectSummary> each) {
    ObjectKey after = startAfter;
    while (true) {
      ObjectKey from = after;
      ObjectPage page = found(prefix, () -> store.list(prefix, from, PAGE));
      if (page == null) {
        return;
      }
      page.objects().forEach(each);
      if (!page.more()) {
        return;
      }
      after = page.objects().isEmpty() ? after : page.objects().getLast().key();
    }
  }

  private <T> @Nullable T found(String what, Supplier<? extends @Nullable T> request) {
    long startNanos = clock.monotonicNanos();
    long backoffNanos = patience.backoffMinNanos();
    while (true) {
      try {
        return request.get();
      } catch (ObjectStoreException.NotFound _) {
        return null;
      } catch (ObjectStoreException.Transient | ObjectStoreException.OutcomeUnknown e) {
        if (clock.monotonicNanos() - startNanos >= patience.deadlineNanos()) {
          throw unavailable(what, e);
        }
      } catch (ObjectStoreException e) {
        throw unavailable(what, e);
      }
      rest(what, backoffNanos);
      backoffNanos = Math.min(2 * backoffNanos, patience.backoffMaxNanos());
    }
  }

  private void rest(String what, long nanos) {
    try {
      pause.pause(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyValueException.Closed("interrupted while reading " + what, e);
    }
  }

  private static KeyValueException unavailable(String what, ObjectStoreException e) {
    return new KeyValueException.Unavailable(what + " cannot be read: " + e.getMessage(), e);
  }
}
