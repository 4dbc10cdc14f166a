package dev.zerofs.nfs3.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.rpc.Credential;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.TimeChange;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExportTest {

  private static final int NOBODY = 65_534;

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text));
  }

  private static boolean contains(String range, String address) {
    return AddressRange.parse(range).contains(address(address));
  }

  private static Export export(Squash squash) {
    return new Export(List.of(), false, false, squash, NOBODY, NOBODY - 1);
  }

  @Test
  void rangesCountTheirLeadingBits() {
    assertTrue(contains("10.0.0.0/8", "10.255.1.2"));
    assertFalse(contains("10.0.0.0/8", "11.0.0.0"));
    assertTrue(contains("192.168.4.0/22", "192.168.7.255"));
    assertFalse(contains("192.168.4.0/22", "192.168.8.0"));
    assertTrue(contains("127.0.0.1", "127.0.0.1"));
    assertFalse(contains("127.0.0.1", "127.0.0.0"));
    assertTrue(contains("0.0.0.0/0", "1.2.3.4"));
    assertTrue(contains("fd00::/9", "fd7f::1"));
    assertFalse(contains("fd00::/9", "fd80::1"));
  }

  @Test
  void familiesDoNotMix() {
    assertFalse(contains("0.0.0.0/0", "::1"));
    assertFalse(contains("::/0", "127.0.0.1"));
  }

  @Test
  void nonsenseIsNoRange() {
    for (String text : List.of("", "host", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129")) {
      assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text), text);
    }
  }

  @Test
  void aPrivilegedPortCanBeAsked() {
    Export export = new Export(List.of(), true, false, Squash.NONE, NOBODY, NOBODY);
    assertTrue(export.admits(new InetSocketAddress(address("10.0.0.1"), 1023)));
    assertFalse(export.admits(new InetSocketAddress(address("10.0.0.1"), 1024)));
  }

  @Test
  void addressesMustBeInARange() {
    Export export =
        new Export(
            List.of(AddressRange.parse("10.1.0.0/16"), AddressRange.parse("::1")),
            false,
            false,
            Squash.NONE,
            NOBODY,
            NOBODY);
    assertTrue(export.admits(new InetSocketAddress(address("10.1.2.3"), 5000)));
    assertTrue(export.admits(new InetSocketAddress(address("::1"), 5000)));
    assertFalse(export.admits(new InetSocketAddress(address("10.2.0.0"), 5000)));
  }

  @Test
  void rootIsSquashedInEveryRole() {
    Export export = export(Squash.ROOT);
    assertEquals(
        new Caller(NOBODY, NOBODY - 1, List.of(NOBODY - 1, 4)),
        export.callerOf(new Credential.Unix(0, 0, List.of(0, 4))));
    assertEquals(
        new Caller(7, 8, List.of(9)), export.callerOf(new Credential.Unix(7, 8, List.of(9))));
  }

  @Test
  void allMeansAll() {
    assertEquals(
        new Caller(NOBODY, NOBODY - 1, List.of()),
        export(Squash.ALL).callerOf(new Credential.Unix(7, 8, List.of(9))));
  }

  @Test
  void nobodyInParticularIsAnonymous() {
    for (Squash squash : Squash.values()) {
      assertEquals(
          new Caller(NOBODY, NOBODY - 1, List.of()), export(squash).callerOf(Credential.ANONYMOUS));
    }
  }

  @Test
  void ownersThatAreSetAreSquashedLikeCallers() {
    AttributeChange change =
        new AttributeChange(0644, 0, 5, 3L, TimeChange.SERVER_TIME, TimeChange.KEEP);
    assertSame(change, export(Squash.NONE).squashed(change));
    assertEquals(
        new AttributeChange(0644, NOBODY, 5, 3L, TimeChange.SERVER_TIME, TimeChange.KEEP),
        export(Squash.ROOT).squashed(change));
    assertEquals(
        new AttributeChange(0644, NOBODY, NOBODY - 1, 3L, TimeChange.SERVER_TIME, TimeChange.KEEP),
        export(Squash.ALL).squashed(change));
    assertSame(AttributeChange.NONE, export(Squash.ALL).squashed(AttributeChange.NONE));
  }
}
