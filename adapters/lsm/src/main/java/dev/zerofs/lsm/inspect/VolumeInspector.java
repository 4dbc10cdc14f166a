package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.ThreadedDriver;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.fetch.Pause;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks into the volume in an object store and checks it. Reads only; a writer may be at work. For
 * one thread.
 *
 * <p>All methods throw {@link dev.zerofs.ports.keyvalue.KeyValueException.Unusable} if there is no
 * volume, and {@link dev.zerofs.ports.keyvalue.KeyValueException.Unavailable} if the store fails
 * for long.
 */
public final class VolumeInspector {

  private final Volume volume;

  /**
   * An inspector of the volume in {@code store}.
   *
   * @param codecs every codec there is
   */
  public VolumeInspector(ObjectStore store, List<BlockCodec> codecs, Clock clock) {
    this(store, codecs, clock, pause(), ReadPatience.DEFAULT);
  }

  VolumeInspector(
      ObjectStore store, List<BlockCodec> codecs, Clock clock, Pause pause, ReadPatience patience) {
    PatientStore patient = new PatientStore(store, clock, pause, patience);
    FrameCodec codec = new FrameCodec(new Codecs(codecs, null));
    volume = new Volume(patient, codec, new ManifestObjects(patient, new ManifestCodec(codec)));
  }

  private static Pause pause() {
    Driver driver = new ThreadedDriver();
    return nanos -> driver.await(() -> false, nanos);
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
}
