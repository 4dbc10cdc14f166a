package dev.zerofs.nfs3.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallBudgetTest {

  private final AtomicInteger retries = new AtomicInteger();

  @Test
  void callsAndBytesAreBounded() {
    CallBudget budget = new CallBudget(2, 100);
    assertTrue(budget.tryAcquire(60, retries::incrementAndGet));
    assertFalse(budget.tryAcquire(41, retries::incrementAndGet));
    assertTrue(budget.tryAcquire(40, retries::incrementAndGet));
    budget.release(0, 50);
    assertFalse(budget.tryAcquire(1, retries::incrementAndGet), "two calls already");
    assertEquals(2, budget.calls());
    assertEquals(50, budget.bytes());
  }

  @Test
  void whoWaitsIsToldOnceWhenSomethingIsGivenBack() {
    CallBudget budget = new CallBudget(1, 100);
    assertTrue(budget.tryAcquire(10, retries::incrementAndGet));
    assertFalse(budget.tryAcquire(10, retries::incrementAndGet));
    assertFalse(budget.tryAcquire(10, retries::incrementAndGet));
    assertEquals(0, retries.get());
    budget.release(1, 10);
    assertEquals(2, retries.get());
    budget.release(0, 0);
    assertEquals(2, retries.get());
  }

  @Test
  void aRetryMayTakeWhatWasGivenBack() {
    CallBudget budget = new CallBudget(1, 100);
    assertTrue(budget.tryAcquire(10, retries::incrementAndGet));
    assertFalse(
        budget.tryAcquire(10, () -> assertTrue(budget.tryAcquire(10, retries::incrementAndGet))));
    budget.release(1, 10);
    assertEquals(1, budget.calls());
  }

  @Test
  void connectionsAreCountedInTotalAndByAddress() throws Exception {
    InetAddress one = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    InetAddress two = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
    InetAddress three = InetAddress.getByAddress(new byte[] {10, 0, 0, 3});
    ConnectionCensus census = new ConnectionCensus(3, 2);
    assertTrue(census.tryEnter(one));
    assertTrue(census.tryEnter(one));
    assertFalse(census.tryEnter(one));
    assertTrue(census.tryEnter(two));
    assertFalse(census.tryEnter(three));
    census.leave(one);
    assertTrue(census.tryEnter(three));
    assertFalse(census.tryEnter(one), "three are open");
  }
}
