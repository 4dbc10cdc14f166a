package dev.zerofs.nfs3.server;

/**
 * What connections may use.
 *
 * @param connections open ones in total
 * @param connectionsPerAddress open ones from one address
 * @param calls calls under way in total
 * @param callsPerConnection calls under way on one connection
 * @param bytes of calls and replies under way in total
 * @param bytesPerConnection of calls and replies under way on one connection
 * @param idleNanos after how long a connection with nothing under way is closed
 * @param stallNanos how long a call may take to arrive, and how long a reply may wait for a client
 *     that takes nothing
 */
public record ConnectionLimits(
    int connections,
    int connectionsPerAddress,
    int calls,
    int callsPerConnection,
    long bytes,
    long bytesPerConnection,
    long idleNanos,
    long stallNanos) {

  /** Room for every header, and more than any call or reply without file data needs. */
  private static final int HEADERS_MAX_BYTES = 8 << 10;

  /** The longest record that is received: the largest WRITE. */
  public static final int RECORD_MAX_BYTES = (1 << 20) + HEADERS_MAX_BYTES;

  /**
   * The most that one call and its reply need together, and what is set aside before a call is
   * known: only one of the two is ever long.
   */
  public static final int CALL_MAX_BYTES = RECORD_MAX_BYTES + HEADERS_MAX_BYTES;

  /** Checks that one call always fits. */
  public ConnectionLimits {
    if (bytes < CALL_MAX_BYTES || bytesPerConnection < CALL_MAX_BYTES) {
      throw new IllegalArgumentException("less than " + CALL_MAX_BYTES + " bytes");
    }
    if (Math.min(connections, connectionsPerAddress) < 1
        || Math.min(calls, callsPerConnection) < 1) {
      throw new IllegalArgumentException("less than 1 connection or call");
    }
  }
}
