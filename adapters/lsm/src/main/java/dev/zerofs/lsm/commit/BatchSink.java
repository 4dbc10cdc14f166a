package dev.zerofs.lsm.commit;

/** Somebody who is shown every batch in its order, under the commit lock, and must not wait. */
@FunctionalInterface
public interface BatchSink {

  /** A sink that looks at nothing. */
  BatchSink NONE = (_, _) -> {};

  /** A batch was given its place. */
  void committed(long sequence, NormalBatch batch);
}
