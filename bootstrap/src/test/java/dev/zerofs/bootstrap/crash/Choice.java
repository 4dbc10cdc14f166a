package dev.zerofs.bootstrap.crash;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;

/** Draws the next call of a lane, given what it has. For one thread. */
final class Choice {

  private static final int NAMES_MAX = 16;
  private static final int NAME_RANGE = 24;
  private static final int FILE_BYTES_MAX = 220_000;
  private static final int[] MODES = {0600, 0640, 0644, 0755, 0777};
  private static final int NOENT = 2;
  private static final int EXIST = 17;
  private static final int NOTEMPTY = 66;

  private final Places places;
  private final Random random;
  private final IntSupplier races;
  private long nextNumber = 1;

  /**
   * Choice.
   *
   * @param races says which name is wanted by several lanes now
   */
  Choice(Places places, Random random, IntSupplier races) {
    this.places = places;
    this.random = random;
    this.races = races;
  }

  Step next(Tree tree) {
    if (tree.nameCount() >= NAMES_MAX) {
      return remove(tree);
    }
    List<String> files = tree.paths(Node.File.class);
    if (files.size() < 2) {
      return create(tree);
    }
    String file = any(files);
    int dice = random.nextInt(100);
    if (dice < 32) {
      return write(tree, file);
    } else if (dice < 40) {
      return new Step.Commit(file);
    } else if (dice < 50) {
      return create(tree);
    } else if (dice < 56) {
      return new Step.Truncate(file, random.nextInt(4) == 0 ? 0 : size());
    } else if (dice < 66) {
      return rename(tree);
    } else if (dice < 74) {
      return remove(tree);
    } else if (dice < 80) {
      return new Step.Link(file, freshPath(tree));
    } else if (dice < 83) {
      return new Step.ChangeMode(file, MODES[random.nextInt(MODES.length)]);
    } else if (dice < 85) {
      return new Step.Reopen(file);
    } else if (dice < 89) {
      return refused(tree, file);
    } else if (dice < 94) {
      Bytes data = data(1 + random.nextInt(20_000));
      int offset = random.nextInt(Tree.REGION_BYTES - data.length());
      return new Step.WriteRegion(offset, data, stable());
    } else if (dice < 96) {
      return new Step.Commit(Tree.REGION);
    }
    return new Step.Race("r-" + races.getAsInt());
  }

  private Step create(Tree tree) {
    String path = freshPath(tree);
    long number = nextNumber++;
    int dice = random.nextInt(20);
    if (dice < 4) {
      return new Step.MakeDirectory(path, number, MODES[random.nextInt(MODES.length)]);
    } else if (dice < 6) {
      return new Step.MakeSymlink(path, number, "target-" + random.nextInt(100));
    }
    Step.How how = Step.How.values()[random.nextInt(3)];
    return new Step.Create(path, number, how, MODES[random.nextInt(MODES.length)]);
  }

  private Step write(Tree tree, String path) {
    int size = ((Node.File) Objects.requireNonNull(tree.find(path))).content().length();
    int length = 1 + (random.nextInt(7) == 0 ? random.nextInt(150_000) : random.nextInt(3_000));
    int offset =
        switch (random.nextInt(3)) {
          case 0 -> 0;
          case 1 -> size;
          default -> size();
        };
    return new Step.Write(path, Math.min(offset, FILE_BYTES_MAX - length), data(length), stable());
  }

  private Step remove(Tree tree) {
    List<String> removable = new ArrayList<>(tree.paths(Node.File.class));
    removable.addAll(tree.paths(Node.Symlink.class));
    for (String directory : tree.paths(Node.Directory.class)) {
      if (tree.isEmptyDirectory(directory)) {
        removable.add(directory);
      }
    }
    String path = any(removable);
    return tree.find(path) instanceof Node.Directory
        ? new Step.RemoveDirectory(path)
        : new Step.Remove(path);
  }

  private Step rename(Tree tree) {
    List<String> directories = tree.paths(Node.Directory.class);
    if (!directories.isEmpty() && random.nextInt(3) == 0) {
      String from = any(directories);
      String over = any(directories);
      String to = tree.isEmptyDirectory(over) && random.nextInt(3) == 0 ? over : freshPath(tree);
      if (!to.startsWith(from + "/") && !to.equals(from)) {
        return new Step.Rename(from, to);
      }
    }
    List<String> files = tree.paths(Node.File.class);
    return new Step.Rename(any(files), random.nextInt(2) == 0 ? any(files) : freshPath(tree));
  }

  private Step refused(Tree tree, String file) {
    List<String> full = new ArrayList<>(tree.paths(Node.Directory.class));
    full.removeIf(tree::isEmptyDirectory);
    return switch (random.nextInt(4)) {
      case 0 -> new Step.Refused(new Step.Create(file, 0, Step.How.GUARDED, 0600), EXIST);
      case 1 -> new Step.Refused(new Step.MakeDirectory(file, 0, 0700), EXIST);
      case 2 -> new Step.Refused(new Step.Remove(freshPath(tree)), NOENT);
      default ->
          full.isEmpty()
              ? new Step.Refused(new Step.RemoveDirectory(freshPath(tree)), NOENT)
              : new Step.Refused(new Step.RemoveDirectory(any(full)), NOTEMPTY);
    };
  }

  /** A path that has no name yet, in any directory of the lane. */
  private String freshPath(Tree tree) {
    List<String> directories = new ArrayList<>(tree.paths(Node.Directory.class));
    directories.add(places.own());
    Places.SHARED.forEach(shared -> directories.add(shared + "/" + places.prefix()));
    while (true) {
      String directory = any(directories);
      String name = "n" + random.nextInt(NAME_RANGE);
      String path = directory.endsWith("-") ? directory + name : directory + "/" + name;
      if (tree.find(path) == null) {
        return path;
      }
    }
  }

  private int stable() {
    int dice = random.nextInt(10);
    return dice < 7 ? Nfs3Client.UNSTABLE : dice < 8 ? Nfs3Client.DATA_SYNC : Nfs3Client.FILE_SYNC;
  }

  private int size() {
    return random.nextInt(3) == 0 ? random.nextInt(200_000) : random.nextInt(10_000);
  }

  private Bytes data(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private String any(List<String> paths) {
    return paths.get(random.nextInt(paths.size()));
  }
}
