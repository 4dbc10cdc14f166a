package dev.zerofs.bootstrap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:2049",
    "0.0.0.0, 0.0.0.0:2049",
    "::1, [::1]:2049",
    "::, [::]:2049",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:2049",
  })
  void areWrittenAsPeopleDo(String host, String expected) {
    assertEquals(expected, Addresses.text(new InetSocketAddress(host, 2049)));
  }

  @Test
  void anUnresolvedHostStaysAName() {
    assertEquals(
        "nas.example:2049",
        Addresses.text(InetSocketAddress.createUnresolved("nas.example", 2049)));
  }
}
