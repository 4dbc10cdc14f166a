package dev.zerofs.bootstrap.crash;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call after the other on names that are this lane's alone, with a log of what was sent and
 * what was answered since the last crash. Its thread makes the calls; between two lives of the
 * server the harness compares and decides where the log goes on.
 */
final class Lane implements Runnable {

  private static final int JUKEBOX = 10008;
  private static final int EXIST = 17;
  private static final long JUKEBOX_PAUSE_NANOS = 20_000_000;
  private static final int GHOSTS_MAX = 4;

  private final Places places;
  private final Progress progress;
  private final Choice choice;
  private final Retransmitter transmitter = new Retransmitter();
  private final Calls calls; // guarded by this
  private Tree tree = new Tree(); // guarded by this, as all below
  private List<Entry> log = new ArrayList<>();
  private final Map<Long, Integer> lastWrites = new HashMap<>();
  private @Nullable Step intended;

  Lane(
      Places places,
      Progress progress,
      Random random,
      IntSupplier races,
      Map<String, Bytes> roots) {
    this.places = places;
    this.progress = progress;
    this.choice = new Choice(places, random, races);
    this.calls = new Calls(new Nfs3Client(transmitter, RpcUser.ROOT), places, roots);
  }

  Places places() {
    return places;
  }

  Retransmitter transmitter() {
    return transmitter;
  }

  @Override
  public void run() {
    try {
      while (!progress.isOver()) {
        step();
      }
    } catch (Throwable failure) {
      progress.failed(failure);
    }
  }

  private void step() {
    Entry entry;
    CompletableFuture<Answer> lookup = null;
    Long number = null;
    synchronized (this) {
      Step next = intended == null ? choice.next(tree) : intended;
      String missing = calls.missing(next, tree);
      if (missing == null) {
        intended = null;
        entry = begin(next);
      } else {
        intended = next;
        entry = null;
        number = tree.number(missing);
        lookup = calls.lookup(missing, tree);
      }
    }
    try {
      if (entry != null) {
        settle(entry);
      } else {
        found(Objects.requireNonNull(number), await(Objects.requireNonNull(lookup)));
      }
    } catch (Retransmitter.Dropped _) {
      // The volume is at an earlier moment; so is the lane.
    }
  }

  private synchronized void found(long number, Answer found) {
    if (found.status() != JUKEBOX) {
      require(found.status() == 0, "a LOOKUP of what is there: status " + found.status());
      calls.handles().put(number, Objects.requireNonNull(found.handle()));
    }
  }

  /** Guarded by this. */
  private Entry begin(Step step) {
    Entry entry = new Entry(step, tree, covers(step), progress.tick());
    log.add(entry);
    apply(step);
    transmit(entry);
    return entry;
  }

  private int covers(Step step) {
    return step instanceof Step.Commit(String path)
        ? lastWrites.getOrDefault(dataOf(path), 0)
        : log.size() + 1;
  }

  private void apply(Step step) {
    switch (step) {
      case Step.Write write -> lastWrites.put(dataOf(write.path()), log.size());
      case Step.WriteRegion _ -> lastWrites.put(dataOf(Tree.REGION), log.size());
      default -> {}
    }
    tree = tree.copy();
    step.applyTo(tree);
  }

  private Long dataOf(String path) {
    Long number = tree.number(path);
    return number == null ? 0 : number;
  }

  private void transmit(Entry entry) {
    CompletableFuture<Answer> reply = calls.send(entry.step(), entry.before());
    entry.sent(reply);
    // In the thread that receives: when the connection has ended, all is written down.
    var _ =
        reply.whenComplete(
            (answer, _) -> {
              if (answer != null && answer.status() != JUKEBOX) {
                entry.answered(answer, progress.tick());
              }
            });
  }

  private void settle(Entry entry) {
    Answer answer = await(replyOf(entry));
    while (answer.status() == JUKEBOX) {
      LockSupport.parkNanos(JUKEBOX_PAUSE_NANOS);
      synchronized (this) {
        if (!log.contains(entry)) {
          throw new Retransmitter.Dropped();
        }
        transmit(entry);
      }
      answer = await(replyOf(entry));
    }
    synchronized (this) {
      require(accepts(entry, answer.status()), entry + ": unexpected status " + answer.status());
      Long made = numberMadeBy(entry.step());
      if (made != null && answer.status() == 0 && answer.handle() != null) {
        calls.handles().put(made, answer.handle());
      }
    }
    progress.completed();
  }

  private synchronized CompletableFuture<Answer> replyOf(Entry entry) {
    return entry.reply();
  }

  private static boolean accepts(Entry entry, int status) {
    return status == entry.step().expectedStatus()
        || entry.step() instanceof Step.Race && status == EXIST;
  }

  private static @Nullable Long numberMadeBy(Step step) {
    return switch (step) {
      case Step.Create create -> create.number();
      case Step.MakeDirectory make -> make.number();
      case Step.MakeSymlink make -> make.number();
      default -> null;
    };
  }

  private static Answer await(CompletableFuture<Answer> reply) {
    try {
      return reply.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Retransmitter.Dropped dropped ? dropped : e;
    }
  }

  /** The log since the last crash. */
  synchronized List<Entry> log() {
    return List.copyOf(log);
  }

  /**
   * Compares what is there after a crash with every state that the lane went through.
   *
   * @param isTrusted whether what claimed to be stable must be
   * @param isClean whether all that was answered must be there
   */
  synchronized Line compare(SortedMap<String, Seen> found, boolean isTrusted, boolean isClean) {
    int stableCount = 0;
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i <= log.size(); i++) {
      if (state(i).seen().equals(found)) {
        matching.add(i);
      }
      Answer answer = i < log.size() ? log.get(i).answer() : null;
      if (answer != null && isClean) {
        stableCount = i + 1;
      } else if (answer != null && isTrusted && claimsAll(log.get(i), answer)) {
        stableCount = Math.max(stableCount, log.get(i).covers());
      }
    }
    return new Line("lane " + places.lane(), log, stableCount, matching);
  }

  /**
   * Whether the answer says that the step and all before it are stable. One that changed nothing
   * has waited only for what it looked at.
   */
  private static boolean claimsAll(Entry entry, Answer answer) {
    boolean isChange =
        switch (entry.step()) {
          case Step.Rename(String from, String to) ->
              !Objects.equals(entry.before().number(from), entry.before().number(to));
          case Step.Reopen(String path) ->
              entry.before().find(path) instanceof Node.File file && !file.content().isEmpty();
          default -> true;
        };
    return answer.status() == 0 && answer.isStable() && isChange;
  }

  private Tree state(int count) {
    return count < log.size() ? log.get(count).before() : tree;
  }

  /** What the lane expects after {@code count} steps of its log. */
  synchronized SortedMap<String, Seen> expected(int count) {
    return state(count).seen();
  }

  /**
   * Goes on from where the volume was found. The last call is sent again if it has no answer and
   * the volume can only be where the lane was before or after it.
   *
   * @param line what {@link #compare} found
   * @param count how many steps of the log have survived
   * @return some handles of files that are no more
   */
  synchronized List<Bytes> adopt(Line line, int count) {
    int all = log.size();
    Entry last = all > 0 && log.getLast().answer() == null ? log.getLast() : null;
    boolean isPresent = line.matching().contains(all);
    if (line.matching().stream().anyMatch(other -> !state(other).hasNumbersOf(state(count)))) {
      calls.handles().clear(); // it cannot be told which of several files of one look survived
    }
    tree = state(count);
    log = new ArrayList<>();
    lastWrites.clear();
    intended = null;
    List<Bytes> ghosts = takeGhosts();
    if (last == null || !line.isAtEnd(count)) {
      transmitter.drop(); // what it was about may have gone back
    } else if (!isPresent) { // else the next server knows what it was answered
      last.rebase(tree);
      log.add(last);
      apply(last.step());
    }
    return ghosts;
  }

  private List<Bytes> takeGhosts() {
    List<Bytes> ghosts = new ArrayList<>();
    for (Long number : List.copyOf(calls.handles().keySet())) {
      if (!tree.hasNode(number)) {
        Bytes handle = Objects.requireNonNull(calls.handles().remove(number));
        if (ghosts.size() < GHOSTS_MAX) {
          ghosts.add(handle);
        }
      }
    }
    return ghosts;
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("lane %d: %s".formatted(places.lane(), what));
    }
  }
}
