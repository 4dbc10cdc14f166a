package dev.zerofs.lsm;

import dev.zerofs.lsm.disk.VolatileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * The disk with the journals of one simulated machine. Each crash is a power cut, or only the end
 * of the process.
 */
public final class SimJournal implements AutoCloseable {

  private final Path root;
  private final Random random;
  private VolatileDisk disk;
  private int life;

  /** An empty disk at {@code root}, which is made. */
  public SimJournal(Path root, long seed) throws IOException {
    this.root = root;
    this.random = new Random(~seed);
    this.disk = VolatileDisk.in(root.resolve("life" + life));
  }

  /** Where journals are in this life. */
  public Path parent() {
    return disk.directory();
  }

  /** Whether the disk refuses to be written to from now on. */
  public void refuse(boolean isRefusing) {
    disk.refuse(isRefusing);
  }

  /** Ends the process, and with it now and then the machine; the disk works again afterwards. */
  public void crash() throws IOException {
    life++;
    Path next = root.resolve("life" + life);
    disk = random.nextInt(3) == 0 ? disk.cutPower(next, random) : disk.restart(next);
  }

  @Override
  public void close() {
    disk.close();
  }
}
