package dev.zerofs.nfs3.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections, in total and by address. Safe for use by any number of threads. */
final class ConnectionCensus {

  private final int max;
  private final int maxPerAddress;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>(); // guarded by this
  private int total; // guarded by this

  ConnectionCensus(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /** Counts one more, unless that would be one too many. */
  synchronized boolean tryEnter(InetAddress address) {
    int count = byAddress.getOrDefault(address, 0);
    if (total >= max || count >= maxPerAddress) {
      return false;
    }
    byAddress.put(address, count + 1);
    total++;
    return true;
  }

  /** Counts one less. */
  synchronized void leave(InetAddress address) {
    total--;
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }
}
