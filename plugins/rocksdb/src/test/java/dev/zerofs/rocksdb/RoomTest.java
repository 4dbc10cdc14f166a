package dev.zerofs.rocksdb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is let in while a disk gets full. A disk of 1,600 bytes keeps 100 back. */
final class RoomTest {

  private static final long A_LOOK_NANOS = 100_000_000;

  private final ManualClock clock = new ManualClock();
  private long usableBytes = 1_100;
  private long unflushedBytes;

  private final Room room =
      new Room(
          Path.of("database"),
          () -> new Room.Disk(1_600, usableBytes),
          clock,
          () -> unflushedBytes);

  private void refused(long bytes) {
    assertThrows(KeyValueException.OutOfSpace.class, () -> room.admit(bytes));
  }

  @Test
  void aChangeTakesItsPlaceInTheLogAndInATable() {
    room.admit(300);
    refused(201);
    room.admit(200);
    refused(1);
  }

  @Test
  void whatIsInMemoryTakesItsPlaceOnceMore() {
    unflushedBytes = 400;
    refused(301);
    room.admit(300);
  }

  @Test
  void whatWasLetInAMomentBeforeALookCountsUntilTheNext() {
    room.admit(400);
    clock.advance(A_LOOK_NANOS);
    refused(101);
    clock.advance(A_LOOK_NANOS);
    room.admit(500);
  }

  @Test
  void itIsScarceBeforeTheReserveIsTouched() {
    assertFalse(room.isScarce());
    usableBytes = 199;
    clock.advance(A_LOOK_NANOS);
    assertTrue(room.isScarce());
  }

  @Test
  void aDiskThatDoesNotAnswerIsNoFullDisk() {
    Room unseen =
        new Room(
            Path.of("database"),
            () -> {
              throw new IOException("gone");
            },
            clock,
            () -> 0);
    assertThrows(KeyValueException.Unavailable.class, () -> unseen.admit(1));
  }
}
