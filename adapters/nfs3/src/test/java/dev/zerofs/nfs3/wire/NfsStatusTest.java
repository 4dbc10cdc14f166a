package dev.zerofs.nfs3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.ports.filesystem.Status;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NfsStatusTest {

  @Test
  void numbersAreThoseOfRfc1813() {
    assertEquals(0, NfsStatus.OK.number());
    assertEquals(1, NfsStatus.of(Status.PERM).number());
    assertEquals(2, NfsStatus.of(Status.NOENT).number());
    assertEquals(5, NfsStatus.of(Status.IO).number());
    assertEquals(13, NfsStatus.of(Status.ACCES).number());
    assertEquals(17, NfsStatus.of(Status.EXIST).number());
    assertEquals(20, NfsStatus.of(Status.NOTDIR).number());
    assertEquals(21, NfsStatus.of(Status.ISDIR).number());
    assertEquals(22, NfsStatus.of(Status.INVAL).number());
    assertEquals(27, NfsStatus.of(Status.FBIG).number());
    assertEquals(28, NfsStatus.of(Status.NOSPC).number());
    assertEquals(30, NfsStatus.ROFS.number());
    assertEquals(31, NfsStatus.of(Status.MLINK).number());
    assertEquals(63, NfsStatus.of(Status.NAMETOOLONG).number());
    assertEquals(66, NfsStatus.of(Status.NOTEMPTY).number());
    assertEquals(69, NfsStatus.of(Status.DQUOT).number());
    assertEquals(70, NfsStatus.of(Status.STALE).number());
    assertEquals(10001, NfsStatus.BADHANDLE.number());
    assertEquals(10002, NfsStatus.of(Status.NOT_SYNC).number());
    assertEquals(10005, NfsStatus.TOOSMALL.number());
    assertEquals(10006, NfsStatus.SERVERFAULT.number());
    assertEquals(10007, NfsStatus.of(Status.BADTYPE).number());
    assertEquals(10008, NfsStatus.of(Status.DELAY).number());
  }

  @Test
  void everyRefusalHasItsOwnNumber() {
    Set<Integer> numbers = new HashSet<>();
    for (Status status : Status.values()) {
      numbers.add(NfsStatus.of(status).number());
    }
    assertEquals(Status.values().length, numbers.size());
  }
}
