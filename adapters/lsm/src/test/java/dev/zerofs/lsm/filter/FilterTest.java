package dev.zerofs.lsm.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import org.junit.jupiter.api.Test;

/** No key that was added is ever denied, and few others are let through. */
final class FilterTest {

  @Test
  void theHashIsThatOfTheSpecification() {
    assertEquals(0xEF46DB3751D8E999L, KeyHash.of(Bytes.EMPTY));
    assertEquals(0xD24EC4F1A98C6E5BL, KeyHash.of(Bytes.utf8("a")));
    assertEquals(0x44BC2CF5AD770999L, KeyHash.of(Bytes.utf8("abc")));
    assertEquals(0x0b242d361fda71bcL, KeyHash.of(Bytes.utf8(PANGRAM)));
  }

  private static final String PANGRAM = "The quick brown fox jumps over the lazy dog";

  @Test
  void theHashDoesNotDependOnWhereTheKeyLies() {
    Bytes padded = Bytes.utf8("xx" + PANGRAM + "yy");

    assertEquals(KeyHash.of(Bytes.utf8(PANGRAM)), KeyHash.of(padded.slice(2, PANGRAM.length())));
  }

  @Test
  void everyAddedKeyMayBeThereAndFewOthers() {
    FilterBuilder builder = new FilterBuilder(12);
    for (int i = 0; i < 50_000; i++) {
      builder.add(KeyHash.of(Bytes.utf8("chunk:" + i)));
    }
    Filter filter = new Filter(builder.finish(), "test");

    int wrong = 0;
    for (int i = 0; i < 50_000; i++) {
      assertTrue(filter.mayContain(KeyHash.of(Bytes.utf8("chunk:" + i))));
      wrong += filter.mayContain(KeyHash.of(Bytes.utf8("inode:" + i))) ? 1 : 0;
    }
    assertTrue(wrong < 50_000 / 100, wrong + " of 50000 absent keys let through");
  }

  @Test
  void aFilterThatIsNoWholeNumberOfBlocksIsCorrupt() {
    assertThrows(KeyValueException.Corrupt.class, () -> new Filter(Bytes.EMPTY, "test"));
    assertThrows(
        KeyValueException.Corrupt.class, () -> new Filter(Bytes.wrap(new byte[33]), "test"));
  }
}
