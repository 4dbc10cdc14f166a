package dev.zerofs.benchmarks.lab;

import dev.zerofs.benchmarks.store.CountingObjectStore;
import dev.zerofs.bootstrap.configuration.Configuration;
import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.configuration.MemoryBudget;
import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.domain.Options;
import dev.zerofs.domain.Volume;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One volume on the disk, with its cache and its journal, to be opened again and again: with the
 * program's own settings, divided for this process's heap as the program divides them.
 */
public final class Place {

  private static final String ORIGIN = "benchmark";

  private final Path root;
  private final boolean bucket;
  private final Map<String, Given> flags = new HashMap<>();
  private Path storeDirectory;
  private UnaryOperator<ObjectStore> line = UnaryOperator.identity();

  /** A place whose volume is yet to be made. */
  Place(Path root, boolean bucket) {
    this.root = root;
    this.bucket = bucket;
    this.storeDirectory = root.resolve("store");
  }

  /** With a setting; one that this version does not have is left out. */
  public Place with(String key, String value) {
    flags.put(key, new Given(value, ORIGIN));
    return this;
  }

  /** With its objects in another directory, on another disk perhaps. */
  public Place withStoreIn(Path directory) {
    storeDirectory = directory;
    return this;
  }

  /** Whether the objects are not below {@link #root}. */
  public boolean isStoreElsewhere() {
    return !storeDirectory.startsWith(root);
  }

  /** With something between the counter and the directory. */
  public Place behind(UnaryOperator<ObjectStore> decorator) {
    line = decorator;
    return this;
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Forgets what was kept of the store's content on the local disk. */
  public void dropCache() {
    Directories.delete(root.resolve("cache"));
  }

  /** Removes all of it. */
  public void delete() {
    Directories.delete(root);
    Directories.delete(storeDirectory);
  }

  /** Opens the keys alone. */
  public OpenKeys openKeys() {
    Providers providers = ProviderDiscovery.onClassPath();
    Settings settings = settings(providers);
    CountingObjectStore objects = counted(providers, settings);
    long began = Lab.CLOCK.monotonicNanos();
    List<BlockCodec> codecs =
        providers.codecs().stream().map(provider -> provider.create(settings)).toList();
    KeyValueContext context =
        new KeyValueContext(objects, codecs, Lab.CLOCK, new SecureRandom(), settings, Place::end);
    KeyValueStore keys = engine(providers).open(context);
    return new OpenKeys(keys, objects, Lab.secondsSince(began));
  }

  /** Opens the file system. */
  public OpenFiles openFiles() {
    OpenKeys opened = openKeys();
    CountingKeyValueStore keys = new CountingKeyValueStore(opened.keys());
    Volume volume = Volume.open(keys, Lab.CLOCK, new SecureRandom(), Options.DEFAULT);
    return new OpenFiles(volume, keys, opened);
  }

  /** How many bytes are stored, by area; nothing is counted for asking. */
  public SortedMap<String, Long> storedBytes() {
    Providers providers = ProviderDiscovery.onClassPath();
    SortedMap<String, Long> bytes = new TreeMap<>();
    try (ObjectStore store = plain(providers, settings(providers))) {
      ObjectPage page = store.list("", null, 1000);
      while (true) {
        for (ObjectSummary object : page.objects()) {
          String key = object.key().value();
          bytes.merge(key.substring(0, key.indexOf('/')), object.sizeBytes(), Long::sum);
        }
        if (!page.more()) {
          return bytes;
        }
        page = store.list("", page.objects().getLast().key(), 1000);
      }
    }
  }

  /** The shape of the tree as the newest manifest tells it. */
  public Manifest manifest() {
    Providers providers = ProviderDiscovery.onClassPath();
    try (ObjectStore store = plain(providers, settings(providers))) {
      return Manifests.newest(store);
    }
  }

  /** The division of the heap that its settings come from. */
  public List<MemoryBudget.Share> memory() {
    KnownSettings known = Wiring.knownSettings(ProviderDiscovery.onClassPath());
    return MemoryBudget.divide(configured(known), known, Runtime.getRuntime().maxMemory()).shares();
  }

  /** The settings of an open. */
  public Settings settings(Providers providers) {
    KnownSettings known = Wiring.knownSettings(providers);
    Settings settings = configured(known);
    return MemoryBudget.divide(settings, known, Runtime.getRuntime().maxMemory())
        .complete(settings);
  }

  /** All that is said of it, by key. */
  public Map<String, String> options() {
    Map<String, String> all = new TreeMap<>();
    flags.forEach((key, given) -> all.put(key, given.text()));
    all.put("store.url", storeDirectory.toUri().toString());
    all.put("cache.dir", root.resolve("cache").toString());
    all.put("journal.dir", root.resolve("journal").toString());
    return all;
  }

  private Settings configured(KnownSettings known) {
    Map<String, Given> all = new HashMap<>();
    options()
        .forEach(
            (key, value) -> {
              if (known.find(key) != null) {
                all.put(key, new Given(value, ORIGIN));
              }
            });
    return new Configuration(known).load(Optional.empty(), all);
  }

  private CountingObjectStore counted(Providers providers, Settings settings) {
    String location = bucket ? "bench://" + root.getFileName() : null;
    return new CountingObjectStore(line.apply(plain(providers, settings)), location);
  }

  private ObjectStore plain(Providers providers, Settings settings) {
    URI url = storeDirectory.toUri();
    ObjectStoreProvider local =
        providers.objectStores().stream()
            .filter(provider -> provider.schemes().contains(url.getScheme()))
            .findFirst()
            .orElseThrow();
    return local.open(url, settings, Lab.CLOCK);
  }

  private static KeyValueStoreProvider engine(Providers providers) {
    return providers.keyValueStores().stream()
        .filter(provider -> provider.name().equals("lsm"))
        .findFirst()
        .orElseThrow();
  }

  /** Nobody else uses the volume, so that it was replaced is a mistake of the benchmark's. */
  private static void end(RuntimeException failure) {
    System.err.println("the engine gave up: " + failure);
    Runtime.getRuntime().halt(3);
  }
}
