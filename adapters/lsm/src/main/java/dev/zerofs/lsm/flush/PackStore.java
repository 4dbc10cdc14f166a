package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.segment.PackBuilder;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names this writer's packs and brings them into the store. Safe for use by any number of threads.
 */
public final class PackStore {

  private final ObjectStore store;
  private final ObjectNames names;
  private final FrameCodec codec;
  private final Author author;
  private final Unpublished unpublished;
  private final AtomicLong uploadedBytes = new AtomicLong();

  /** Packs of {@code author}. */
  public PackStore(
      ObjectStore store,
      ObjectNames names,
      FrameCodec codec,
      Author author,
      Unpublished unpublished) {
    this.store = store;
    this.names = names;
    this.codec = codec;
    this.author = author;
    this.unpublished = unpublished;
  }

  /** The pack of what {@code builder} has, which is unpublished until its caller says otherwise. */
  public PackBuilder.Pack finish(PackBuilder builder, long sequence) {
    return builder.finish(unpublished.newPack(), author.incarnation(), sequence, codec);
  }

  /** One try to bring {@code pack} into the store; may be repeated. */
  public void put(PackBuilder.Pack pack) {
    // The name is this writer's alone, so a repeated put can only repeat itself.
    store.put(names.segment(pack.id()), pack.body());
    uploadedBytes.addAndGet(pack.body().length());
  }

  /** Nothing will refer to {@code packs} that does not yet: from now on references decide. */
  public void giveUp(List<PackBuilder.Pack> packs) {
    published(packs);
  }

  /** What refers to {@code packs} is in a committed manifest. */
  public void published(List<PackBuilder.Pack> packs) {
    unpublished.removeAll(packs.stream().map(pack -> StoredObject.of(0, pack.id())).toList());
  }

  /** How many bytes of packs were brought into the store. */
  public long uploadedBytes() {
    return uploadedBytes.get();
  }
}
