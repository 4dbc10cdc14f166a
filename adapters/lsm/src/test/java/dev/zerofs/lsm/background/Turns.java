package dev.zerofs.lsm.background;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Some activities that take turns: one goes on at a time, until a schedule says that another one
 * does. So all of their interleavings can be tried, and each again.
 */
public final class Turns {

  private static final class Activity {
    private final Semaphore turn = new Semaphore(0);
    private boolean ended;
  }

  private final List<Activity> activities = new ArrayList<>();
  private final Semaphore allEnded = new Semaphore(0);
  private final IntUnaryOperator schedule;
  private volatile @Nullable Throwable failure;

  /**
   * Turns.
   *
   * @param schedule says who is next, given who is at work; asked at every {@link #pause}
   */
  public Turns(IntUnaryOperator schedule) {
    this.schedule = schedule;
  }

  /**
   * Runs all of {@code bodies} to their ends, the first one first. Whoever ends passes its turn to
   * the first that has not.
   *
   * @throws AssertionError if one of them failed
   */
  public void run(List<Runnable> bodies) {
    bodies.forEach(_ -> activities.add(new Activity()));
    for (int i = 0; i < bodies.size(); i++) {
      int number = i;
      Thread.ofVirtual().start(() -> live(number, bodies.get(number)));
    }
    activities.getFirst().turn.release();
    allEnded.acquireUninterruptibly();
    Throwable problem = failure;
    if (problem != null) {
      throw new AssertionError(problem.toString(), problem);
    }
  }

  private void live(int number, Runnable body) {
    Activity own = activities.get(number);
    own.turn.acquireUninterruptibly();
    try {
      body.run();
    } catch (Throwable problem) {
      if (failure == null) {
        failure = problem;
      }
    }
    own.ended = true;
    for (Activity other : activities) {
      if (!other.ended) {
        other.turn.release();
        return;
      }
    }
    allEnded.release();
  }

  /** Between two requests of the activity {@code number}, which is at work. */
  public void pause(int number) {
    int next = schedule.applyAsInt(number);
    Activity other = activities.get(next);
    if (next != number && !other.ended) {
      other.turn.release();
      activities.get(number).turn.acquireUninterruptibly();
    }
  }
}
