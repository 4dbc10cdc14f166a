package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class MainTest {

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  @Test
  void oneProcessorHasASecondCarrierForWhoeverDoesNotWaitForTheDisk() {
    Properties properties = new Properties();
    Main.provideCarriers(properties, 1);
    assertEquals("2", properties.getProperty(CARRIERS));
  }

  @Test
  void severalProcessorsAreLeftToTheJdk() {
    Properties properties = new Properties();
    Main.provideCarriers(properties, 2);
    assertNull(properties.getProperty(CARRIERS));
  }

  @Test
  void whatTheUserHasSetStays() {
    Properties properties = new Properties();
    properties.setProperty(CARRIERS, "1");
    Main.provideCarriers(properties, 1);
    assertEquals("1", properties.getProperty(CARRIERS));
  }
}
