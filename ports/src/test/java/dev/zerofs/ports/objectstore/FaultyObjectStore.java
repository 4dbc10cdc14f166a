package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The view that one simulated process has of an object store: it is slow, it fails before and after
 * the effect, its writes arrive late, it goes down, and the process crashes; on command or by a
 * seed. Processes that share a store each have a view of their own over the same target.
 *
 * <p>A request passes, in this order: the counters, the {@link #beforeEach} hook, the latency, the
 * state (crashed, down), the scripts in the order they were given, the plan, the target. Driven by
 * one thread it does the same for the same seed. Safe for use by any number of threads; nothing
 * here ever sleeps.
 */
public final class FaultyObjectStore extends ForwardingObjectStore {

  private enum State {
    UP,
    DOWN,
    REFUSING,
    CRASHED
  }

  private record Late(StoreRequest request, Runnable effect) {}

  /** Effects hold it for reading, so that nothing is applied once crash or outage has returned. */
  private final ReadWriteLock stateLock = new ReentrantReadWriteLock();

  private volatile OptionalLong room = OptionalLong.empty();
  private volatile State state = State.UP;
  private volatile long crashAtIndex = Long.MAX_VALUE;
  private volatile Consumer<StoreRequest> hook = _ -> {};
  private volatile Consumer<StoreRequest> latency = _ -> {};
  private final AtomicLong nextIndex = new AtomicLong();

  private final FaultChooser faults;
  private final RequestMeter meter = new RequestMeter();
  private final Object lateLock = new Object();
  private final List<Late> late = new ArrayList<>(); // guarded by lateLock

  /** A view of {@code target}, which stays the caller's, without faults until it is told some. */
  public FaultyObjectStore(ObjectStore target, long seed) {
    super(target);
    this.faults = new FaultChooser(seed);
  }

  /** Has faults chosen by {@code plan} where no script applies. */
  public FaultyObjectStore plan(FaultPlan plan) {
    faults.plan(plan);
    return this;
  }

  /** Gives the next {@code times} requests that match {@code when} this {@code fault}. */
  public FaultyObjectStore script(Fault fault, int times, Predicate<StoreRequest> when) {
    faults.script(fault, times, when);
    return this;
  }

  /**
   * Calls {@code hook} before every request, in the requesting thread and holding no lock: it may
   * use this store or others, run other simulated processes, block, crash this one.
   */
  public FaultyObjectStore beforeEach(Consumer<StoreRequest> hook) {
    this.hook = hook;
    return this;
  }

  /** Lets so many nanoseconds pass on {@code clock} with every request. */
  public FaultyObjectStore latency(ManualClock clock, ToLongFunction<StoreRequest> nanos) {
    latency = request -> clock.advance(nanos.applyAsLong(request));
    return this;
  }

  /**
   * Ends this process: from the return of this call on, requests throw {@link SimulatedCrash} and
   * nothing is applied, but for {@link #applyLate}.
   */
  public void crash() {
    become(State.CRASHED);
  }

  /** Crashes before the request of this index, see {@link StoreRequest#index}. */
  public void crashAt(long index) {
    crashAtIndex = index;
  }

  /** Whether this process has crashed. */
  public boolean isCrashed() {
    return state == State.CRASHED;
  }

  /** Begins an outage: every request fails with {@link ObjectStoreException.Transient}. */
  public void goDown() {
    become(State.DOWN);
  }

  /**
   * From now on every request fails with {@link ObjectStoreException.Fatal}, as when credentials
   * have expired.
   */
  public void refuse() {
    become(State.REFUSING);
  }

  /** Ends an outage; requests are no longer refused. */
  public void comeUp() {
    become(State.UP);
  }

  private void become(State next) {
    stateLock.writeLock().lock();
    try {
      if (state != State.CRASHED) {
        state = next;
      }
    } finally {
      stateLock.writeLock().unlock();
    }
  }

  /** The writes that are still under way, oldest first. */
  public List<StoreRequest> lateWrites() {
    synchronized (lateLock) {
      return late.stream().map(Late::request).toList();
    }
  }

  /**
   * Lets a late write arrive, whatever has become of the process that sent it.
   *
   * @param position in {@link #lateWrites}
   * @return whether it took effect; false if its condition failed
   */
  public boolean applyLate(int position) {
    Runnable effect;
    synchronized (lateLock) {
      effect = late.remove(position).effect();
    }
    try {
      effect.run();
      return true;
    } catch (ObjectStoreException.PreconditionFailed _) {
      return false;
    }
  }

  /** Everything counted since the start or the last {@link #resetCounts}. */
  public RequestCounts counts() {
    return meter.counts();
  }

  /** Begins to count anew; the indexes of requests go on. */
  public void resetCounts() {
    meter.reset();
  }

  @Override
  public Bytes get(ObjectKey key) {
    return read(
        Kind.GET, key.value(), fault -> received(Kind.GET, perhapsFlip(fault, target().get(key))));
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return read(
        Kind.GET_RANGE,
        key.value(),
        fault -> received(Kind.GET_RANGE, perhapsFlip(fault, target().get(key, offset, length))));
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    return read(
        Kind.LIST,
        prefix,
        fault ->
            target()
                .list(
                    prefix,
                    startAfter,
                    fault == Fault.SHORT_PAGE ? 1 + faults.dice(limit) : limit));
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    return read(Kind.HEAD, key.value(), _ -> target().head(key));
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    write(Kind.PUT, key.value(), body.length(), () -> target().put(key, body));
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    write(Kind.PUT_IF_ABSENT, key.value(), body.length(), () -> target().putIfAbsent(key, body));
  }

  @Override
  public void delete(ObjectKey key) {
    write(Kind.DELETE, key.value(), 0, () -> target().delete(key));
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    String subject = keys.iterator().next().value();
    StoreRequest request = enter(Kind.DELETE_ALL, subject, 0);
    Fault fault = faults.next(request);
    Collection<ObjectKey> affected = keys;
    if (fault == Fault.FAIL_AFTER) {
      affected = keys.stream().filter(_ -> faults.dice(2) == 0).toList();
    }
    Collection<ObjectKey> chosen = affected;
    write(request, fault, () -> target().deleteAll(chosen));
  }

  /** From now on the store says that it has room for so many bytes. */
  public void room(long bytes) {
    room = OptionalLong.of(bytes);
  }

  @Override
  public OptionalLong roomBytes() {
    return room.isPresent() ? room : super.roomBytes();
  }

  /** Does nothing: the target is the caller's, and other views may share it. */
  @Override
  public void close() {}

  private <T extends @Nullable Object> T read(
      Kind kind, String subject, Function<Fault, T> effect) {
    StoreRequest request = enter(kind, subject, 0);
    Fault fault = faults.next(request);
    return switch (fault) {
      case NONE, SHORT_PAGE, FLIP_BIT, OUT_OF_SPACE -> applying(request, () -> effect.apply(fault));
      case FAIL_BEFORE, FAIL_AFTER, LOST, LATE ->
          throw new ObjectStoreException.Transient("injected failure of " + request, null);
      case THROTTLE -> throw throttled(request);
      case REFUSE -> throw refused(request);
      case CRASH_BEFORE, CRASH_AFTER -> throw crashed(request);
    };
  }

  private void write(Kind kind, String subject, long bodyBytes, Runnable effect) {
    StoreRequest request = enter(kind, subject, bodyBytes);
    write(request, faults.next(request), effect);
  }

  private void write(StoreRequest request, Fault fault, Runnable effect) {
    switch (fault) {
      case NONE, SHORT_PAGE, FLIP_BIT -> apply(request, effect);
      case FAIL_BEFORE ->
          throw new ObjectStoreException.Transient("injected failure before " + request, null);
      case THROTTLE -> throw throttled(request);
      case FAIL_AFTER -> {
        apply(request, effect);
        throw unknown(request);
      }
      case LOST -> throw unknown(request);
      case LATE -> {
        park(request, effect);
        throw unknown(request);
      }
      case REFUSE -> throw refused(request);
      case OUT_OF_SPACE -> applyUnlessFull(request, effect);
      case CRASH_BEFORE -> throw crashed(request);
      case CRASH_AFTER -> {
        try {
          apply(request, effect);
        } finally {
          crash();
        }
        throw new SimulatedCrash(request);
      }
    }
  }

  private void applyUnlessFull(StoreRequest request, Runnable effect) {
    if (request.kind() == Kind.PUT || request.kind() == Kind.PUT_IF_ABSENT) {
      throw new ObjectStoreException.OutOfSpace("injected: no room for " + request, null);
    }
    apply(request, effect);
  }

  private void park(StoreRequest request, Runnable effect) {
    synchronized (lateLock) {
      late.add(new Late(request, effect));
    }
  }

  private StoreRequest enter(Kind kind, String subject, long bodyBytes) {
    StoreRequest request = new StoreRequest(nextIndex.getAndIncrement(), kind, subject, bodyBytes);
    meter.add(kind, bodyBytes);
    hook.accept(request);
    latency.accept(request);
    if (request.index() >= crashAtIndex) {
      crash();
    }
    requireUp(request);
    return request;
  }

  private void apply(StoreRequest request, Runnable effect) {
    applying(
        request,
        () -> {
          effect.run();
          return null;
        });
  }

  private <T extends @Nullable Object> T applying(StoreRequest request, Supplier<T> effect) {
    stateLock.readLock().lock();
    try {
      requireUp(request);
      return effect.get();
    } finally {
      stateLock.readLock().unlock();
    }
  }

  private void requireUp(StoreRequest request) {
    switch (state) {
      case UP -> {}
      case DOWN -> throw new ObjectStoreException.Transient("injected outage at " + request, null);
      case REFUSING -> throw refused(request);
      case CRASHED -> throw new SimulatedCrash(request);
    }
  }

  private SimulatedCrash crashed(StoreRequest request) {
    crash();
    return new SimulatedCrash(request);
  }

  private Bytes received(Kind kind, Bytes body) {
    meter.addBytes(kind, body.length());
    return body;
  }

  private Bytes perhapsFlip(Fault fault, Bytes body) {
    if (fault != Fault.FLIP_BIT || body.isEmpty()) {
      return body;
    }
    byte[] damaged = body.toByteArray();
    damaged[faults.dice(damaged.length)] ^= (byte) (1 << faults.dice(8));
    return Bytes.wrap(damaged);
  }

  private static ObjectStoreException unknown(StoreRequest request) {
    return new ObjectStoreException.OutcomeUnknown("injected: no answer to " + request, null);
  }

  private static ObjectStoreException throttled(StoreRequest request) {
    return new ObjectStoreException.Transient("injected: 503 Slow Down for " + request, null);
  }

  private static ObjectStoreException refused(StoreRequest request) {
    return new ObjectStoreException.Fatal("injected: access denied for " + request, null);
  }
}
