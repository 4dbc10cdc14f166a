package dev.zerofs.benchmarks.lab;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.List;

/** The engine's manifests, read beside it. */
public final class Manifests {

  private Manifests() {}

  /** How the engine wraps what it stores. */
  public static FrameCodec frames() {
    ZstdCodec codec = new ZstdCodec(1);
    return new FrameCodec(new Codecs(List.of(codec), codec));
  }

  /** The newest one. */
  static Manifest newest(ObjectStore store) {
    ObjectKey last = null;
    while (true) {
      List<ObjectSummary> page = store.list("manifest/", last, 1000).objects();
      if (page.isEmpty()) {
        break;
      }
      last = page.getLast().key();
    }
    if (last == null) {
      throw new IllegalStateException("no manifest in " + store.location());
    }
    String name = last.value();
    long version = Long.parseLong(name.substring(name.lastIndexOf('/') + 1));
    return new ManifestCodec(frames()).decode(store.get(last), version, name);
  }
}
