package dev.zerofs.nfs3.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

  @Test
  void connectionsLeaveHalfOfTheDescriptors() {
    assertEquals(1024, Descriptors.connections(1024, 1 << 20));
    assertEquals(1024, Descriptors.connections(1024, 2048));
    assertEquals(128, Descriptors.connections(1024, 256));
    assertEquals(1, Descriptors.connections(1024, 1));
    assertEquals(1024, Descriptors.connections(1024, Long.MAX_VALUE));
  }
}
