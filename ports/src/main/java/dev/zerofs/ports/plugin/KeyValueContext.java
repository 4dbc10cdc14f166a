package dev.zerofs.ports.plugin;

import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a key-value store is made from.
 *
 * @param objectStore where the volume is; stays the caller's, who closes it after the store
 * @param codecs every codec there is
 * @param clock the time
 * @param random for incarnations and jitter; safe for use by any number of threads
 * @param settings what the person configured
 * @param fatal told once, from any thread, when the store can serve no more (it was replaced); the
 *     server should then stop
 */
public record KeyValueContext(
    ObjectStore objectStore,
    List<BlockCodec> codecs,
    Clock clock,
    RandomGenerator random,
    Settings settings,
    Consumer<RuntimeException> fatal) {

  /** Copies the list. */
  public KeyValueContext {
    codecs = List.copyOf(codecs);
  }
}
