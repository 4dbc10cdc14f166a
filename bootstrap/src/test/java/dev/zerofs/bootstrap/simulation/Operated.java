package dev.zerofs.bootstrap.simulation;

import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.ModelFileSystem;
import dev.zerofs.ports.filesystem.RandomOperations.Operation;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.List;

/**
 * An operation that a server has carried out.
 *
 * @param operation with all its arguments
 * @param epochNanos when
 * @param epoch the server's
 * @param result what it returned
 */
record Operated(Operation operation, long epochNanos, long epoch, Result<?> result) {

  CommitPosition position() {
    return result.position();
  }

  /** Has the model do it, with the identity that the server gave. */
  Result<?> repeatOn(ModelFileSystem model) {
    model.setGeneration(epoch);
    if (result instanceof Result.Done<?> done && done.value() instanceof Created created) {
      model.setNextInode(created.object().id().inode());
    }
    return operation.run(model);
  }

  /**
   * How many of {@code line} have survived if {@code last} is the newest position that has: those
   * after the last surviving batch changed nothing.
   */
  static int survivors(List<Operated> line, CommitPosition last) {
    CommitPosition newest = CommitPosition.NONE;
    int count = 0;
    for (int i = 0; i < line.size(); i++) {
      CommitPosition position = line.get(i).position();
      boolean wrote = position.compareTo(newest) > 0;
      newest = newest.max(position);
      if (wrote && position.compareTo(last) <= 0) {
        count = i + 1;
      }
    }
    return count;
  }
}
