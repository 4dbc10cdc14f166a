package dev.zerofs.domain.transaction;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.domain.reply.ReplyLog;
import dev.zerofs.domain.space.InodeIds;
import dev.zerofs.domain.space.SpaceUsage;
import dev.zerofs.domain.time.AccessTimes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations: reading ones on one moment of the store, changing ones under locks, each as one
 * batch; and turns refusals and the store's failures into results.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Transactions {
  private final KeyValueStore store;
  private final Clock clock;
  private final AccessTimes accessTimes;
  private final InodeIds ids;
  private final SpaceUsage usage;
  private final ReplyLog replies;
  private final long epoch;
  private final InodeLocks locks = new InodeLocks();
  private final AccessTimeWriter accessTimeWriter;

  /** Runs operations on {@code store}. */
  public Transactions(
      KeyValueStore store,
      Clock clock,
      AccessTimes accessTimes,
      InodeIds ids,
      SpaceUsage usage,
      ReplyLog replies) {
    this.store = store;
    this.clock = clock;
    this.accessTimes = accessTimes;
    this.ids = ids;
    this.usage = usage;
    this.replies = replies;
    this.epoch = store.epoch();
    this.accessTimeWriter = new AccessTimeWriter(store, accessTimes, locks);
  }

  /** Runs an operation that reads several records, on a snapshot. */
  public <T> Result<T> read(Function<View, T> operation) {
    Snapshot snapshot;
    try {
      snapshot = store.snapshot();
    } catch (KeyValueException e) {
      return refused(new View(store, accessTimes), statusOf(e));
    }
    try (snapshot) {
      return run(new View(snapshot, accessTimes), operation);
    }
  }

  /** Runs an operation that reads only once, so that it needs no snapshot. */
  public <T> Result<T> readOnce(Function<View, T> operation) {
    return run(new View(store, accessTimes), operation);
  }

  /**
   * Runs a change that may take about {@code bytes} of the store's budget and remembers its result
   * for {@code caller}'s call; or returns what that call was answered in an earlier opening.
   */
  public <T> Result<T> change(
      Caller caller, ReplyCodec<T> codec, long bytes, Function<Change, T> operation) {
    Result<T> answered = answered(caller, codec);
    return answered != null
        ? answered
        : change(bytes + ReplyLog.RESULT_BYTES, remembering(caller, codec, operation));
  }

  /** As {@link #change(Caller, ReplyCodec, long, Function)}, but of what frees space. */
  public <T> Result<T> changeFreeing(
      Caller caller, ReplyCodec<T> codec, long bytes, Function<Change, T> operation) {
    Result<T> answered = answered(caller, codec);
    return answered != null
        ? answered
        : changeFreeing(bytes + ReplyLog.RESULT_BYTES, remembering(caller, codec, operation));
  }

  /** Runs a change that may take about {@code bytes} of the store's budget. */
  public <T> Result<T> change(long bytes, Function<Change, T> operation) {
    try {
      store.admit(bytes);
    } catch (KeyValueException e) {
      return refused(new View(store, accessTimes), statusOf(e));
    }
    return changeAdmitted(operation);
  }

  /** Runs a change that frees space, so that it is let through when there is none left. */
  private <T> Result<T> changeFreeing(long bytes, Function<Change, T> operation) {
    try {
      store.admit(bytes);
    } catch (KeyValueException.OutOfSpace _) {
      return changeAdmitted(operation);
    } catch (KeyValueException e) {
      return refused(new View(store, accessTimes), statusOf(e));
    }
    return changeAdmitted(operation);
  }

  /** Hints that the values of {@code keys} will be wanted soon. */
  public void prefetch(List<Bytes> keys) {
    store.prefetch(keys);
  }

  /** Notes that {@code inode} was read just now, and returns it as it is from then on. */
  public Inode accessed(Inode inode) {
    return accessTimes.note(inode, clock.epochNanos());
  }

  /** Writes the noted access times if there are many; nobody waits for their stability. */
  public void settleAccessTimes() {
    if (accessTimes.isFull()) {
      accessTimeWriter.writeAll();
    }
  }

  /**
   * Writes what is noted and returns the inode ids that were not used. Changes are refused with
   * {@link KeyValueException.Closed} as soon as they need an id.
   */
  public void close() {
    accessTimeWriter.writeAll();
    ids.close();
  }

  private <T> @Nullable Result<T> answered(Caller caller, ReplyCodec<T> codec) {
    CallId call = caller.call();
    try {
      return call == null ? null : replies.find(call, codec);
    } catch (KeyValueException e) {
      return refused(new View(store, accessTimes), statusOf(e));
    }
  }

  private static <T> Function<Change, T> remembering(
      Caller caller, ReplyCodec<T> codec, Function<Change, T> operation) {
    CallId call = caller.call();
    if (call == null) {
      return operation;
    }
    return pass -> {
      T value = operation.apply(pass);
      pass.remember(call, codec.encode(value));
      return value;
    };
  }

  private <T> Result<T> run(View view, Function<View, T> operation) {
    try {
      T value = operation.apply(view);
      return new Result.Done<>(value, view.position());
    } catch (Refusal e) {
      return refused(view, e.status());
    } catch (KeyValueException e) {
      return refused(view, statusOf(e));
    }
  }

  private <T> Result<T> changeAdmitted(Function<Change, T> operation) {
    Recollection recollection = new Recollection();
    Change pass = newPass(recollection, null);
    try {
      rehearse(pass, operation);
      for (; ; ) {
        if (pass.lacksIds()) {
          ids.reserve();
        }
        try (InodeLocks.Held held = pass.lockTouched(locks)) {
          pass = newPass(recollection, held);
          T value = operation.apply(pass);
          return new Result.Done<>(value, commit(pass));
        } catch (PassEnded _) {
          // Next time with the locks that this pass found missing.
        }
      }
    } catch (Refusal e) {
      return refused(pass, e.status());
    } catch (KeyValueException e) {
      return refused(pass, statusOf(e));
    }
  }

  /**
   * Runs the operation without locks. What it decides does not count, since what it read need not
   * be of one moment; nor does damage that it met, for the same reason.
   */
  private static <T> void rehearse(Change pass, Function<Change, T> operation) {
    try {
      var _ = operation.apply(pass);
    } catch (PassEnded | Refusal | KeyValueException.Corrupt _) {
      // The pass under locks decides.
    }
  }

  private Change newPass(Recollection recollection, InodeLocks.@Nullable Held held) {
    return new Change(store, accessTimes, ids, epoch, clock.epochNanos(), recollection, held);
  }

  private CommitPosition commit(Change pass) {
    if (pass.batch().isEmpty()) {
      return pass.position();
    }
    ReplyLog.Addition reply = pass.addReply(replies);
    boolean written = false;
    try {
      CommitPosition position = write(pass);
      written = true;
      return position;
    } finally {
      if (reply != null) {
        reply.ended(written);
      }
    }
  }

  private CommitPosition write(Change pass) {
    UsageRecord change = pass.usage();
    if (change.equals(UsageRecord.ZERO)) {
      return store.write(pass.batch());
    }
    CommitPosition position = usage.write(pass.batch(), change);
    if (position == null) {
      throw new Refusal(Status.NOSPC);
    }
    return position;
  }

  private <T> Result<T> refused(View view, Status status) {
    CommitPosition position = view.position();
    if (status == Status.STALE) {
      // What removed the file left nothing that says when: it was not after now.
      try (Snapshot snapshot = store.snapshot()) {
        position = position.max(snapshot.position());
      }
    }
    return new Result.Refused<>(status, view.watchedAttributes(), position);
  }

  /** What a protocol is told of the store's failure. Some must silence the server: they pass. */
  private static Status statusOf(KeyValueException e) {
    return switch (e) {
      case KeyValueException.Corrupt _, KeyValueException.Expired _ -> Status.IO;
      case KeyValueException.Unavailable _ -> Status.DELAY;
      case KeyValueException.OutOfSpace _ -> Status.NOSPC;
      case KeyValueException.Replaced _, KeyValueException.Closed _, KeyValueException.Unusable _ ->
          throw e;
    };
  }
}
