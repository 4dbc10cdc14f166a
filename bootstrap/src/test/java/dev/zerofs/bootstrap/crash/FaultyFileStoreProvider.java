package dev.zerofs.bootstrap.crash;

import dev.zerofs.localfs.LocalObjectStoreProvider;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A directory as a store that is far away and fails: {@code faulty:///directory} has the objects of
 * {@code file:///directory}.
 */
public final class FaultyFileStoreProvider implements ObjectStoreProvider {

  private static final Setting<Long> SEED =
      Setting.number(
          "faulty.seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE, "What fails is drawn from it.");

  private static final Setting<Long> SHARE =
      Setting.number(
          "faulty.per-mille", 0L, 0, 150, "How many of a thousand requests fail, in each way.");

  private static final Setting<Long> LATENCY =
      Setting.durationNanos("faulty.latency", "1ms", "How long requests take at most, mostly.");

  /** One in so many requests takes ten times as long. */
  private static final int SLOW_ONE_IN = 50;

  /** For {@link java.util.ServiceLoader}. */
  public FaultyFileStoreProvider() {}

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(SEED, SHARE, LATENCY);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("faulty");
  }

  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    URI directory = URI.create("file" + url.toString().substring(url.getScheme().length()));
    ObjectStore files = new LocalObjectStoreProvider().open(directory, settings, clock);
    double share = settings.value(SHARE) / 1000.0;
    long seed = settings.value(SEED);
    return new RemoteStore(
        new FaultyObjectStore(files, seed)
            .plan(
                FaultPlan.random(
                    Map.of(
                        Fault.FAIL_BEFORE, share,
                        Fault.FAIL_AFTER, share,
                        Fault.LOST, share / 2,
                        Fault.THROTTLE, share,
                        Fault.SHORT_PAGE, share)))
            .beforeEach(_ -> delay(settings.value(LATENCY), new Random(seed ^ System.nanoTime()))));
  }

  private static void delay(long nanos, Random random) {
    long chosen = random.nextLong(nanos + 1);
    LockSupport.parkNanos(random.nextInt(SLOW_ONE_IN) == 0 ? 10 * chosen : chosen);
  }
}
