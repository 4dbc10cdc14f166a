package dev.zerofs.bootstrap.crash;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A step of a lane's log. What changes is guarded by its lane, but for the answer. */
final class Entry {

  private final Step step;
  private Tree before;
  private int covers;
  private final long sentTick;
  private CompletableFuture<Answer> reply = new CompletableFuture<>();
  private volatile @Nullable Answer answer;
  private volatile long answeredTick = Long.MAX_VALUE;

  /**
   * A step.
   *
   * @param before the lane's names without it
   * @param covers how many steps of the log are stable if its answer claims stability
   * @param sentTick a moment before it was sent
   */
  Entry(Step step, Tree before, int covers, long sentTick) {
    this.step = step;
    this.before = before;
    this.covers = covers;
    this.sentTick = sentTick;
  }

  Step step() {
    return step;
  }

  Tree before() {
    return before;
  }

  /** How many steps of the log are stable if its answer claims stability. */
  int covers() {
    return covers;
  }

  /** It is the first of a new log. */
  void rebase(Tree newBefore) {
    before = newBefore;
    covers = 1;
  }

  long sentTick() {
    return sentTick;
  }

  /** A moment after its answer came, or the end of time. */
  long answeredTick() {
    return answeredTick;
  }

  /** The answer, or null while there is none that says that it was carried out or refused. */
  @Nullable Answer answer() {
    return answer;
  }

  /** The reply of the last time that it was sent. */
  CompletableFuture<Answer> reply() {
    return reply;
  }

  void sent(CompletableFuture<Answer> newReply) {
    reply = newReply;
  }

  void answered(Answer newAnswer, long tick) {
    answeredTick = tick;
    answer = newAnswer;
  }

  @Override
  public String toString() {
    return step + " → " + (answer == null ? "no answer" : "status " + answer.status());
  }
}
