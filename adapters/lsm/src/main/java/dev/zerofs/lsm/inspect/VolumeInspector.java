package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.ThreadedDriver;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.fetch.Pause;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into the volume in an object store and checks it. Reads only; a writer may be at work. For
 * one thread.
 *
 * <p>All methods throw {@link dev.zerofs.ports.keyvalue.KeyValueException.Unusable} if there is no
 * volume, and {@link dev.zerofs.ports.keyvalue.KeyValueException.Unavailable} if the store fails
 * for long.
 */
public final class VolumeInspector {

  /** With or without the zeros before the numbers. */
  private static final Pattern TABLE_NAME = Pattern.compile("sst/0*(\\d{1,18})/0*(\\d{1,18})");

  private final ObjectNames names;
  private final Volume volume;

  /**
   * An inspector of the volume at the root of {@code store}.
   *
   * @param prefix where in the store the volume is, {@code ""} for its root
   * @param codecs every codec there is
   */
  public VolumeInspector(ObjectStore store, String prefix, List<BlockCodec> codecs, Clock clock) {
    this(store, prefix, codecs, clock, new ThreadedDriver());
  }

  /**
   * An inspector that makes its requests by {@code driver}, which is not closed.
   *
   * @param prefix where in the store the volume is, {@code ""} for its root
   * @param codecs every codec there is
   */
  public VolumeInspector(
      ObjectStore store, String prefix, List<BlockCodec> codecs, Clock clock, Driver driver) {
    Pause pause = nanos -> driver.await(() -> false, nanos);
    PatientStore patient = new PatientStore(store, clock, pause, ReadPatience.DEFAULT);
    FrameCodec codec = new FrameCodec(new Codecs(codecs, null));
    names = ObjectNames.at(prefix);
    ManifestObjects manifests = new ManifestObjects(patient, names, new ManifestCodec(codec));
    volume = new Volume(patient, driver, codec, manifests);
  }

  /**
   * Does nothing if there is a volume.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Unusable if there is no trace of one
   */
  public void requireVolume() {
    if (volume.manifests().versions().isEmpty()) {
      var _ = volume.manifests().newest();
    }
  }

  /**
   * Checks every object of the volume.
   *
   * @param deep whether to read all values too
   * @param sink takes every finding as it comes
   */
  public CheckSummary check(boolean deep, Consumer<Finding> sink) {
    return new EngineCheck(volume, new Findings(sink), deep).run();
  }

  /**
   * Tells what a manifest says.
   *
   * @param version which one, or empty for the newest
   * @throws IllegalArgumentException if there is none of this version
   */
  public void manifest(OptionalLong version, KeyText keys, Consumer<String> out) {
    Manifest manifest =
        version.isEmpty()
            ? volume.manifests().newest()
            : volume.manifests().read(version.getAsLong());
    if (manifest == null) {
      throw new IllegalArgumentException(
          "there is no manifest %d; there are %s"
              .formatted(version.orElseThrow(), volume.manifests().versions()));
    }
    new ManifestText(manifest, volume.names(manifest), keys, out).write();
  }

  /** Tells of every log segment, with how much of it is still referred to. */
  public void segments(Consumer<String> out) {
    new SegmentsText(volume, volume.manifests().newest(), out).write();
  }

  /**
   * Tells what a sorted table of the volume says.
   *
   * @param name its name, as {@code sst/1/5}
   * @param entries whether every entry is told too
   * @throws IllegalArgumentException if there is no such object
   */
  public void table(String name, boolean entries, KeyText keys, Consumer<String> out) {
    ObjectKey key = keyOf(name);
    ObjectSummary found = volume.store().head(key);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is neither a file " + name + " nor an object " + key);
    }
    ObjectWindow window = volume.window(key, found.sizeBytes());
    TableAnatomy table = TableAnatomy.open(key, found.sizeBytes(), window, volume.codec());
    new TableText(table, entries, keys, out).write();
  }

  /**
   * Tells what a sorted table in a local file says; no volume is needed.
   *
   * @param entries whether every entry is told too
   */
  public static void table(
      Path file, List<BlockCodec> codecs, boolean entries, KeyText keys, Consumer<String> out) {
    try (FileBytes bytes = new FileBytes(file)) {
      FrameCodec codec = new FrameCodec(new Codecs(codecs, null));
      TableAnatomy table = TableAnatomy.open(file, bytes.sizeBytes(), bytes, codec);
      new TableText(table, entries, keys, out).write();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ObjectKey keyOf(String name) {
    Matcher matcher = TABLE_NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "there is no file " + name + "; expected one, or a table's name like sst/1/5");
    }
    return names.sst(new SstId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
  }
}
