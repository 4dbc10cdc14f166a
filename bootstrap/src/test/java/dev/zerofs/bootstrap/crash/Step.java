package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;

/** A call that a lane makes, by paths; every field is drawn before it is made. */
sealed interface Step {

  /** Does to the model what the call must do to the volume. */
  void applyTo(Tree tree);

  /** The status with which it must be answered the first time that it is carried out. */
  default int expectedStatus() {
    return 0;
  }

  /** How CREATE treats a name that is there. */
  enum How {
    UNCHECKED,
    GUARDED,
    EXCLUSIVE
  }

  /** CREATE of a new file. */
  record Create(String path, long number, How how, int mode) implements Step {
    @Override
    public void applyTo(Tree tree) {
      // An exclusive create carries no attributes.
      tree.add(path, number, new Node.File(Bytes.EMPTY, how == How.EXCLUSIVE ? 0 : mode));
    }
  }

  /** CREATE of a file that is there, which empties it, as {@code open} with O_TRUNC does. */
  record Reopen(String path) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.truncate(path, 0);
    }
  }

  /** MKDIR. */
  record MakeDirectory(String path, long number, int mode) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.add(path, number, new Node.Directory(mode));
    }
  }

  /** SYMLINK. */
  record MakeSymlink(String path, long number, String target) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.add(path, number, new Node.Symlink(target));
    }
  }

  /** WRITE, as stable as asked. */
  record Write(String path, int offset, Bytes data, int stable) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.write(path, offset, data);
    }

    @Override
    public String toString() {
      return "Write[%s, %d+%d, stable %d, #%08x]"
          .formatted(path, offset, data.length(), stable, data.hashCode());
    }
  }

  /** WRITE to the lane's part of its client's common file. */
  record WriteRegion(int offset, Bytes data, int stable) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.writeRegion(offset, data);
    }

    @Override
    public String toString() {
      return "WriteRegion[%d+%d, stable %d]".formatted(offset, data.length(), stable);
    }
  }

  /** COMMIT of a whole file; {@link Tree#REGION} for the common one. */
  record Commit(String path) implements Step {
    @Override
    public void applyTo(Tree tree) {}
  }

  /** SETATTR of the size. */
  record Truncate(String path, int size) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.truncate(path, size);
    }
  }

  /** SETATTR of a file's mode. */
  record ChangeMode(String path, int mode) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.changeMode(path, mode);
    }
  }

  /** RENAME. */
  record Rename(String from, String to) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.rename(from, to);
    }
  }

  /** REMOVE. */
  record Remove(String path) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.remove(path);
    }
  }

  /** RMDIR. */
  record RemoveDirectory(String path) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.remove(path);
    }
  }

  /** LINK. */
  record Link(String existing, String path) implements Step {
    @Override
    public void applyTo(Tree tree) {
      tree.link(existing, path);
    }
  }

  /** A call that must be refused. */
  record Refused(Step step, int status) implements Step {
    @Override
    public void applyTo(Tree tree) {}

    @Override
    public int expectedStatus() {
      return status;
    }
  }

  /** A guarded CREATE of a name that several lanes want; one of them gets it. */
  record Race(String name) implements Step {
    @Override
    public void applyTo(Tree tree) {}
  }
}
