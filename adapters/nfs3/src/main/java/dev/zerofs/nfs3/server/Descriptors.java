package dev.zerofs.nfs3.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file descriptors of this process, which connections share with everything else. */
public final class Descriptors {

  private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

  /** What connections may take; the rest is for the store, the journal and the cache. */
  private static final double CONNECTIONS_SHARE = 0.5;

  private Descriptors() {}

  /**
   * As many connections as are wanted, or as this process can have open without running out of
   * descriptors for its files: a server that cannot open a file has to make every client wait, a
   * connection too many is only closed.
   */
  public static int connections(int wanted) {
    return connections(wanted, limit());
  }

  static int connections(int wanted, long descriptors) {
    int most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, descriptors * CONNECTIONS_SHARE));
    if (most >= wanted) {
      return wanted;
    }
    LOG.warn(
        "at most {} connections instead of {}: this process may open {} files (ulimit -n)",
        most,
        wanted,
        descriptors);
    return most;
  }

  private static long limit() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
