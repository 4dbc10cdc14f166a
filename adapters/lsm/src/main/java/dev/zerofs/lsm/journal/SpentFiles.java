package dev.zerofs.lsm.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes files over that the journal does not need any more, because what is in them is of use to
 * somebody else; and gives back what has served there. A file belongs to one side at a time. No
 * call but {@link #settle} waits for a disk. Safe for use by any number of threads.
 */
public interface SpentFiles {

  /** Takes nothing. */
  SpentFiles NONE =
      new SpentFiles() {
        @Override
        public boolean takesAny() {
          return false;
        }

        @Override
        public boolean offer(Path file, long sizeBytes) {
          return false;
        }

        @Override
        public void reused(Path file) {}

        @Override
        public boolean hasSpare() {
          return false;
        }

        @Override
        public @Nullable Path spare() {
          return null;
        }

        @Override
        public void settle() {}
      };

  /** Whether files may be taken over at all. */
  boolean takesAny();

  /**
   * Offers a file of which everything is in the bucket.
   *
   * @return whether it was taken: it then belongs to the other side, which moves it some time. If
   *     it has not done so before a crash, the file is found by the journal, which needs it as
   *     little as before
   */
  boolean offer(Path file, long sizeBytes);

  /** The journal writes to {@code file} anew from now on: nothing in it is what it was. */
  void reused(Path file);

  /** Whether there is a file to be had. */
  boolean hasSpare();

  /** A file that has served, which from now on belongs to the journal; or null. */
  @Nullable Path spare();

  /** Moves everything that was taken: the journal's directory is about to be let go. */
  void settle();
}
