package dev.zerofs.nfs3.server;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
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

  /** What the platform says, where it has such a limit. */
  private static long limit() {
    try {
      ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object limit =
          ManagementFactory.getPlatformMBeanServer().getAttribute(system, "MaxFileDescriptorCount");
      return limit instanceof Long count ? count : Long.MAX_VALUE;
    } catch (JMException e) {
      LOG.debug("this platform tells no limit of open files", e);
      return Long.MAX_VALUE;
    }
  }
}
