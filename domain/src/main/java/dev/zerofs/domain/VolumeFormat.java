package dev.zerofs.domain;

import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.FormatRecord;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.NextInodeId;
import dev.zerofs.domain.layout.Times;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.domain.space.InodeIds;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A volume as it is found in a store, or made there.
 *
 * @param identity what the volume is
 * @param ids the inode ids that are left
 */
record VolumeFormat(VolumeIdentity identity, InodeIds ids) {
  private static final int ROOT_MODE = 0755;
  private static final long FIRST_INODE_ID = Inode.ROOT + 1;

  /**
   * Opens the volume of {@code store}, or makes one if there is nothing at all in it.
   *
   * @throws KeyValueException.Unusable if what is there is no volume that this release knows
   */
  static VolumeFormat openOrMake(KeyValueStore store, Clock clock, RandomGenerator random) {
    Entry format = store.get(Keys.FORMAT);
    return format == null ? make(store, clock, random) : open(store, format);
  }

  private static VolumeFormat open(KeyValueStore store, Entry format) {
    FormatRecord record = FormatRecord.decode(format.value());
    Entry nextId = store.get(Keys.NEXT_INODE_ID);
    Entry rootEntry = store.get(Keys.inode(Inode.ROOT));
    if (nextId == null || rootEntry == null) {
      throw new KeyValueException.Corrupt(
          "the volume has no " + (nextId == null ? "next_inode_id" : "root directory"), null);
    }
    Inode root = InodeCodec.decode(Inode.ROOT, rootEntry.value());
    long next = NextInodeId.decode(nextId.value()).id();
    return new VolumeFormat(identity(store, record, root.id()), new InodeIds(store, next, next));
  }

  private static VolumeFormat make(KeyValueStore store, Clock clock, RandomGenerator random) {
    requireEmpty(store);
    long now = clock.epochNanos();
    byte[] handleKey = new byte[FormatRecord.HANDLE_KEY_BYTES];
    random.nextBytes(handleKey);
    FormatRecord record = new FormatRecord(randomId(random), now, Bytes.wrap(handleKey));
    FileId rootId = new FileId(Inode.ROOT, store.epoch());
    Body rootBody = Body.Directory.empty(Inode.ROOT);
    Inode root = new Inode(rootId, ROOT_MODE, 0, 0, 2, 0, 0, Times.all(now), rootBody);
    long limit = FIRST_INODE_ID + InodeIds.BLOCK_IDS;
    WriteBatch batch =
        new WriteBatch()
            .put(Keys.FORMAT, record.encode())
            .put(Keys.inode(Inode.ROOT), InodeCodec.encode(root))
            .put(Keys.NEXT_INODE_ID, new NextInodeId(limit).encode())
            .put(Keys.counter(0), new UsageRecord(1, 0).encode());
    store.admit(batch.sizeBytes());
    store.syncToBackingStore(store.write(batch));
    return new VolumeFormat(
        identity(store, record, rootId), new InodeIds(store, FIRST_INODE_ID, limit));
  }

  private static void requireEmpty(KeyValueStore store) {
    Bytes first = Bytes.wrap(new byte[] {0});
    Bytes last = Bytes.wrap(new byte[] {(byte) 0xff});
    try (Cursor cursor = store.scan(first, last)) {
      Entry entry = cursor.next();
      if (entry != null) {
        throw new KeyValueException.Unusable(
            "the store holds keys but no format record, so it is no volume; first key: "
                + entry.key(),
            null);
      }
    }
  }

  /** A random (version 4) id. */
  private static UUID randomId(RandomGenerator random) {
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & ~(3L << 62) | 2L << 62;
    return new UUID(high, low);
  }

  /**
   * What the record says, but for a clone, whose record is its source's. Both go on from the same
   * inode ids and generations, so that a handle of one would open another file in the other: a
   * clone has an id and a key of its own.
   */
  private static VolumeIdentity identity(KeyValueStore store, FormatRecord record, FileId root) {
    return store
        .cloneId()
        .map(id -> new VolumeIdentity(id, record.handleKeyOf(id), root))
        .orElseGet(() -> new VolumeIdentity(record.volume(), record.handleKey(), root));
  }
}
