package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

  private static final long MIB = 1L << 20;

  private static final KnownSettings KNOWN =
      new KnownSettings(
          List.of(
              size("unuploaded.max", "96MiB"),
              size("memtable.size", "32MiB"),
              size("nfs.bytes", "64MiB"),
              size("cache.memory", "64MiB")));

  @ParameterizedTest
  @ValueSource(longs = {128, 256, 512, 1024, 4096, 65536})
  void whateverTheHeapTheTableFits(long heapMib) {
    MemoryBudget budget = MemoryBudget.divide(Settings.defaults(), KNOWN, heapMib * MIB);
    long sum = budget.shares().stream().mapToLong(MemoryBudget.Share::bytes).sum();
    assertTrue(sum <= heapMib * MIB * 85 / 100, sum + " of " + heapMib + " MiB");
    assertEquals(4, budget.shares().size());
    // What the table says is what the program gets.
    Settings settings = budget.complete(Settings.defaults());
    assertEquals(share(budget, "cache.memory"), value(settings, "cache.memory"));
    assertEquals(share(budget, "memtable.size") / 4, value(settings, "memtable.size"));
  }

  @Test
  void aMiddlingHeapHasTheDefaultsAndALargeOneALargerCache() {
    Settings middling =
        MemoryBudget.divide(Settings.defaults(), KNOWN, 416 * MIB).complete(Settings.defaults());
    assertEquals(96 * MIB, value(middling, "unuploaded.max"));
    assertEquals(64 * MIB, value(middling, "cache.memory"));
    Settings large =
        MemoryBudget.divide(Settings.defaults(), KNOWN, 1024 * MIB).complete(Settings.defaults());
    assertEquals(96 * MIB, value(large, "unuploaded.max"));
    assertTrue(value(large, "cache.memory") > 250 * MIB);
    Settings huge =
        MemoryBudget.divide(Settings.defaults(), KNOWN, 65536 * MIB).complete(Settings.defaults());
    assertEquals(1024 * MIB, value(huge, "cache.memory"));
  }

  @Test
  void whatWasChosenStays() {
    Settings given = given(Map.of("cache.memory", "200MiB", "nfs.bytes", "8MiB"));
    Settings small = MemoryBudget.divide(given, KNOWN, 400 * MIB).complete(given);
    assertEquals(200 * MIB, value(small, "cache.memory"));
    assertEquals(8 * MIB, value(small, "nfs.bytes"));
    assertTrue(value(small, "unuploaded.max") < 96 * MIB);
  }

  @Test
  void aStoreOfThisMachineNeedsNoMemoryForADiskCache() {
    KnownSettings known =
        new KnownSettings(List.of(size("cache.index", "16MiB"), size("cache.memory", "64MiB")));
    Settings local = given(Map.of("store.url", "file:///srv/zerofs"));
    Settings remote = given(Map.of("store.url", "s3://bucket"));
    assertEquals(0, share(MemoryBudget.divide(local, known, 512 * MIB), "cache.index"));
    assertEquals(16 * MIB, share(MemoryBudget.divide(remote, known, 512 * MIB), "cache.index"));
  }

  @Test
  void whatDoesNotFitIsNamedWithItsPlace() {
    assertEquals(
        "cache.memory (zerofs.yaml): memory does not fit: at least 1060 MiB are needed, and a heap"
            + " of 512 MiB has 435 MiB to give; expected a larger heap (ZEROFS_JAVA_OPTS=-Xmx…)"
            + " or a smaller value",
        Samples.mistake(
            () -> MemoryBudget.divide(given(Map.of("cache.memory", "1GiB")), KNOWN, 512 * MIB)));
    assertEquals(
        "-Xmx (JVM option): memory does not fit: at least 44 MiB are needed, and a heap of 80 MiB"
            + " has 16 MiB to give; expected a larger heap (ZEROFS_JAVA_OPTS=-Xmx…)",
        Samples.mistake(() -> MemoryBudget.divide(Settings.defaults(), KNOWN, 80 * MIB)));
  }

  private static Settings given(Map<String, String> texts) {
    Map<String, Given> given = new HashMap<>();
    texts.forEach((key, text) -> given.put(key, new Given(text, "zerofs.yaml")));
    return Settings.of(given);
  }

  private static Setting<Long> size(String name, String defaultText) {
    return Setting.sizeBytes(name, defaultText, 1, Long.MAX_VALUE, "A size.");
  }

  private static long share(MemoryBudget budget, String key) {
    return budget.shares().stream()
        .filter(share -> share.key().equals(key))
        .mapToLong(MemoryBudget.Share::bytes)
        .sum();
  }

  private static long value(Settings settings, String key) {
    return KNOWN.all().stream()
        .filter(setting -> setting.name().equals(key))
        .map(settings::value)
        .mapToLong(value -> (Long) value)
        .sum();
  }
}
