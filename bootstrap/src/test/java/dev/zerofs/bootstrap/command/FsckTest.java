package dev.zerofs.bootstrap.command;

import static dev.zerofs.ports.filesystem.FileSystemDriver.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.time.SystemClock;
import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.lsm.LsmProvider;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What fsck tells of a volume whose objects or records are damaged: the files, by their paths. */
final class FsckTest {

  private static final int CHUNK_BYTES = 65_536;

  private final SystemClock clock = new SystemClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final Random random = new Random(1);
  private final FileId report = fill();

  private FileId fill() {
    try (KeyValueStore store = open()) {
      FileSystemDriver at = new FileSystemDriver(volume(store));
      FileId docs = at.directory(Caller.ROOT, at.root(), "docs", 0755);
      FileId made = at.file(Caller.ROOT, docs, "report", 0644);
      for (int i = 0; i < 3; i++) {
        at.write(made, (long) i * CHUNK_BYTES, noise(CHUNK_BYTES));
      }
      at.write(at.file(Caller.ROOT, docs, "small", 0644), 0, noise(2000));
      var _ = at.directory(Caller.ROOT, docs, "empty", 0755);
      return made;
    }
  }

  private Volume volume(KeyValueStore store) {
    return Volume.open(store, clock, random, Options.DEFAULT);
  }

  /** Text of one byte a character that compression leaves at more than a kilobyte. */
  private String noise(int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
    return text.toString();
  }

  private KeyValueContext context() {
    return context("");
  }

  private KeyValueContext context(String prefix) {
    Settings settings = TestSettings.of(Map.of("durability", "bucket", "volume.prefix", prefix));
    return new KeyValueContext(
        objects, List.of(new ZstdCodec(1)), clock, random, settings, failure -> {});
  }

  private KeyValueStore open() {
    return new LsmProvider().open(context());
  }

  private List<String> fsck(boolean deep) {
    return fsck("", deep);
  }

  private List<String> fsck(String prefix, boolean deep) {
    StringWriter text = new StringWriter();
    FsckReport told = new FsckReport(new Lines(new PrintWriter(text)));
    KeyValueContext context = context(prefix);
    try (Reader reader = new Reader(context)) {
      told.check(new LsmProvider().inspector(context), reader::open, deep);
    }
    List<String> lines = text.toString().lines().toList();
    assertEquals(told.isWhole(), lines.getLast().equals("the volume is whole"), lines::toString);
    return lines;
  }

  /** A reader that is closed if it was opened. */
  private static final class Reader implements AutoCloseable {
    private final KeyValueContext context;
    private final List<KeyValueReader> opened = new ArrayList<>();

    Reader(KeyValueContext context) {
      this.context = context;
    }

    KeyValueReader open() {
      KeyValueReader reader = new LsmProvider().openReader(context);
      opened.add(reader);
      return reader;
    }

    @Override
    public void close() {
      opened.forEach(KeyValueReader::close);
    }
  }

  @Test
  void ofAnEngineThatCannotBeLookedIntoTheFilesAreChecked() {
    assertEquals(
        List.of(
            "note: how this engine stores its keys is not checked, but by reading them",
            "files: 5 inodes, 4 names, 198608 bytes",
            "the volume is whole"),
        fsckKeys(false));
    assertTrue(fsckKeys(true).get(1).matches("keys: \\d+ with \\d+ bytes of values read"));
    try (KeyValueStore store = open()) {
      store.write(new WriteBatch().delete(Keys.inode(report.inode())));
    }
    assertEquals("the volume is DAMAGED", fsckKeys(false).getLast());
  }

  private List<String> fsckKeys(boolean deep) {
    StringWriter text = new StringWriter();
    FsckReport told = new FsckReport(new Lines(new PrintWriter(text)));
    try (Reader reader = new Reader(context())) {
      told.checkKeys(reader::open, deep);
    }
    return text.toString().lines().toList();
  }

  @Test
  void aWholeVolumeIsWhole() {
    List<String> lines = fsck(true);
    assertEquals("the volume is whole", lines.getLast(), lines::toString);
    assertTrue(lines.contains("files: 5 inodes, 4 names, 198608 bytes"), lines::toString);
  }

  @Test
  void aLostSegmentIsToldByTheFilesThatItHeld() {
    StringBuilder all = new StringBuilder();
    for (ObjectKey segment : keys("log/")) {
      Bytes body = objects.get(segment);
      objects.delete(segment);
      fsck(false).stream().filter(line -> line.contains(segment.value())).forEach(all::append);
      objects.put(segment, body);
    }
    assertTrue(all.toString().contains("/docs/report (inode:2), bytes 0 to 196607"), all::toString);
    assertTrue(all.toString().contains("/docs/small (inode:3), bytes 0 to 1999"), all::toString);
  }

  @Test
  void aBitOfAFileIsToldByItsChunk() {
    int told = 0;
    for (ObjectKey segment : keys("log/")) {
      Bytes body = objects.get(segment);
      if (body.length() > CHUNK_BYTES) {
        byte[] damaged = body.toByteArray();
        damaged[damaged.length - 100] ^= 4;
        objects.put(segment, Bytes.wrap(damaged));
        List<String> lines = fsck(true);
        String found =
            lines.stream().filter(line -> line.startsWith("damage: ")).findFirst().orElse("none");
        assertTrue(
            found.startsWith("damage: " + segment.value() + " at ")
                && found.matches(".*: /docs/[a-z]+ \\(inode:\\d\\), bytes \\d+ to \\d+"),
            lines::toString);
        assertEquals("the volume is whole", fsck(false).getLast());
        objects.put(segment, body);
        told++;
      }
    }
    assertTrue(told > 0, "no segment has a chunk");
  }

  @Test
  void aLostTableIsToldByWhatItMayConcern() {
    ObjectKey table = keys("sst/").getLast();
    objects.delete(table);
    List<String> lines = fsck(false);
    assertTrue(lines.getFirst().startsWith("damage: " + table + " is missing"), lines::toString);
    assertEquals("the volume is DAMAGED", lines.getLast());
  }

  @Test
  void aDamagedManifestIsTold() {
    ObjectKey newest = keys("manifest/").getLast();
    byte[] damaged = objects.get(newest).toByteArray();
    damaged[damaged.length / 2] ^= 1;
    objects.put(newest, Bytes.wrap(damaged));
    List<String> lines = fsck(false);
    assertTrue(lines.toString().contains("damage: " + newest), lines::toString);
    assertEquals("the volume is DAMAGED", lines.getLast());
  }

  @Test
  void recordsThatContradictEachOtherAreToldByTheirPaths() {
    long docs = 1;
    change(
        new WriteBatch()
            .put(Keys.dentry(docs, name("small")), new Dentry(2, FileType.REGULAR, 4).encode()));
    tells("/docs/small: dentry:1/small → {inode: 2, type: file, cookie: 4}: its cookie belongs to");
    tells("/docs/report: inode:2: names that are missing: -1 found, 0 expected");
    change(
        new WriteBatch()
            .put(Keys.chunk(77, 3), Bytes.utf8("orphan"))
            .put(Keys.counter(5), new UsageRecord(7, 7).encode())
            .delete(Keys.cookie(docs, 3)));
    tells("1 chunks of inodes that do not exist, the first is chunk:77/3");
    tells("the counters' inodes: ");
    tells(
        "/docs/report: dentry:1/report → {inode: 2, type: file, cookie: 3}: its cookie is missing");
  }

  @Test
  void aWrongLinkCountIsToldByThePath() {
    try (KeyValueStore store = open()) {
      Bytes key = Keys.inode(report.inode());
      Inode inode = InodeCodec.decode(2, Objects.requireNonNull(store.get(key)).value());
      store.write(new WriteBatch().put(key, InodeCodec.encode(inode.withLinkCount(3))));
    }
    tells("/docs/report: inode:2: names that are missing: 2 found, 0 expected");
  }

  @Test
  void aCloneIsCheckedWithWhatItShares() {
    KeyValueContext clone = context("clones/a");
    try (KeyValueStore store = open()) {
      var _ = store.createCheckpoint("base");
      new LsmProvider().createClone(context(), "base", clone);
    }
    try (KeyValueStore store = new LsmProvider().open(clone)) {
      FileSystemDriver at = new FileSystemDriver(volume(store));
      at.write(at.file(Caller.ROOT, at.root(), "own", 0644), 0, noise(3000));
    }
    assertEquals("the volume is whole", fsck("", true).getLast());
    List<String> whole = fsck("clones/a", true);
    assertEquals("the volume is whole", whole.getLast(), whole::toString);
    for (ObjectKey segment : keys("log/")) {
      objects.delete(segment);
    }
    String lines = fsck("clones/a", false).toString();
    assertTrue(lines.contains("/docs/report (inode:2), bytes 0 to 196607"), lines);
    assertFalse(lines.contains("/own"), lines);
  }

  private void change(WriteBatch batch) {
    try (KeyValueStore store = open()) {
      store.write(batch);
    }
  }

  private void tells(String problem) {
    List<String> lines = fsck(false);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("damage: " + problem)), lines::toString);
    assertFalse(lines.toString().contains("sst/"), lines::toString);
  }

  private List<ObjectKey> keys(String prefix) {
    return objects.list(prefix, null, 1000).objects().stream().map(ObjectSummary::key).toList();
  }
}
