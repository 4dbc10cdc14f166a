package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.time.SystemClock;
import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.domain.listing.KeyListing;
import dev.zerofs.lsm.LsmProvider;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.nfs3.handle.FileHandles;
import dev.zerofs.nfs3.handle.FileHandles.Reading;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystemDriver;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clone's files are not its source's, and neither are its handles. */
final class CloneIdentityTest {

  private final SystemClock clock = new SystemClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private final Random random = new Random(1);
  private KeyValueStore sourceKeys = keys("");
  private Volume source = volume(sourceKeys);
  private KeyValueStore cloneKeys = sourceKeys;
  private Volume clone = source;

  private KeyValueContext context(String prefix) {
    Settings settings = TestSettings.of(Map.of("durability", "bucket", "volume.prefix", prefix));
    return new KeyValueContext(
        objects,
        List.of(new ZstdCodec(1)),
        clock,
        random,
        settings,
        failure -> {
          throw failure;
        });
  }

  private KeyValueStore keys(String prefix) {
    return new LsmProvider().open(context(prefix));
  }

  private Volume volume(KeyValueStore keys) {
    return Volume.open(keys, clock, random, Options.DEFAULT);
  }

  private void reopenSource() {
    source.close();
    sourceKeys.close();
    sourceKeys = keys("");
    source = volume(sourceKeys);
  }

  /** Both have been opened as often, and neither has given out an inode id. */
  @BeforeEach
  void makeClone() {
    reopenSource();
    var _ = sourceKeys.createCheckpoint("base");
    new LsmProvider().createClone(context(""), "base", context("clones/a"));
    cloneKeys = keys("clones/a");
    clone = volume(cloneKeys);
    reopenSource();
  }

  @AfterEach
  void close() {
    clone.close();
    cloneKeys.close();
    source.close();
    sourceKeys.close();
  }

  private static FileId file(Volume volume, String name, String text) {
    FileSystemDriver at = new FileSystemDriver(volume);
    FileId made = at.file(Caller.ROOT, at.root(), name, 0644);
    at.write(made, 0, text);
    return made;
  }

  @Test
  void aHandleOfTheSourceOpensNothingInTheCloneNorTheOtherWayRound() {
    FileId sources = file(source, "of-the-source", "one");
    FileHandles sourceHandles = new FileHandles(source.volume());
    FileHandles cloneHandles = new FileHandles(clone.volume());
    assertInstanceOf(Reading.Foreign.class, cloneHandles.read(sourceHandles.handleOf(sources)));
    FileId clones = file(clone, "of-the-clone", "two");
    assertInstanceOf(Reading.Foreign.class, sourceHandles.read(cloneHandles.handleOf(clones)));
    assertEquals(sources, clones, "were it not for the volume, they would be one file");
  }

  @Test
  void theKeyIsTheClonesToo() {
    assertNotEquals(source.volume().handleKey(), clone.volume().handleKey());
    assertEquals(source.volume().handleKey().length(), clone.volume().handleKey().length());
    assertEquals(source.volume().root(), clone.volume().root());
  }

  @Test
  void aCloneKeepsItsHandlesWhenItIsOpenedAgain() {
    VolumeIdentity first = clone.volume();
    clone.close();
    cloneKeys.close();
    cloneKeys = keys("clones/a");
    clone = volume(cloneKeys);
    assertEquals(first, clone.volume());
  }

  @Test
  void listingsShowTheIdThatClientsKnow() {
    assertTrue(format("").contains("volume: " + source.volume().id() + ", chunk_size"));
    String shown = "volume: " + clone.volume().id() + ", origin: " + source.volume().id() + ", ";
    assertTrue(format("clones/a").contains(shown), () -> format("clones/a"));
  }

  private String format(String prefix) {
    List<String> lines = new ArrayList<>();
    try (KeyValueReader keys = new LsmProvider().openReader(context(prefix))) {
      new KeyListing(keys, keys.cloneId(), "format", lines::add).run();
    }
    return lines.getFirst();
  }

  @Test
  void theSourceKeepsItsOwn() {
    VolumeIdentity first = source.volume();
    reopenSource();
    assertEquals(first, source.volume());
  }
}
