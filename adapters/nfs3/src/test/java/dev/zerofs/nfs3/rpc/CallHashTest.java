package dev.zerofs.nfs3.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallHashTest {

  private static final byte[] CLIENT = {10, 0, 0, 1};

  private static CallId hash(byte[] client, byte[] record) throws UnknownHostException {
    return CallHash.of(InetAddress.getByAddress(client), Bytes.wrap(record));
  }

  /** It is stored: another one would not find what an earlier release has remembered. */
  @Test
  void theHashStaysTheSame() throws Exception {
    // The first half of SHA-256 of 04 0a000001 00010203.
    assertEquals(
        new CallId(0x23af81e2419d9d53L, 0x1503889a9aa15611L),
        hash(CLIENT, new byte[] {0, 1, 2, 3}));
  }

  @Test
  void everyByteCounts() throws Exception {
    Set<CallId> seen = new HashSet<>();
    byte[] record = new byte[100];
    assertTrue(seen.add(hash(CLIENT, record)));
    for (int i = 0; i < record.length; i++) {
      byte[] other = record.clone();
      other[i]++;
      assertTrue(seen.add(hash(CLIENT, other)));
    }
    assertTrue(seen.add(hash(CLIENT, new byte[99])));
    assertTrue(seen.add(hash(new byte[] {10, 0, 0, 2}, record)));
    assertTrue(seen.add(hash(new byte[16], record)));
  }

  @Test
  void aWindowCountsAsWhatItShows() throws Exception {
    byte[] wide = {9, 0, 1, 2, 3, 9};
    assertEquals(
        hash(CLIENT, new byte[] {0, 1, 2, 3}),
        CallHash.of(InetAddress.getByAddress(CLIENT), Bytes.wrap(wide, 1, 4)));
  }
}
