package dev.zerofs.domain;

import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.domain.operation.AttributeChanges;
import dev.zerofs.domain.operation.Creation;
import dev.zerofs.domain.operation.FileReads;
import dev.zerofs.domain.operation.FileWrites;
import dev.zerofs.domain.operation.Linking;
import dev.zerofs.domain.operation.Listing;
import dev.zerofs.domain.operation.Lookups;
import dev.zerofs.domain.operation.Removal;
import dev.zerofs.domain.operation.Renaming;
import dev.zerofs.domain.operation.SequentialReads;
import dev.zerofs.domain.reply.ReplyLog;
import dev.zerofs.domain.space.SpaceUsage;
import dev.zerofs.domain.time.AccessTimes;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Access;
import dev.zerofs.ports.filesystem.AccessRight;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.DirectoryListing;
import dev.zerofs.ports.filesystem.EntrySink;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Found;
import dev.zerofs.ports.filesystem.Limits;
import dev.zerofs.ports.filesystem.LinkTarget;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.ReadData;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.filesystem.Written;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The file system in a key-value store. This class only opens it and hands every operation to its
 * family in {@code operation}. What it remembers of calls, and for how long, stands in {@code
 * reply}.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Volume implements FileSystem, AutoCloseable {
  private static final int EPOCH_BITS = 32;

  private final KeyValueStore store;
  private final VolumeIdentity identity;
  private final Options options;
  private final long writeVerifier;
  private final SpaceUsage space;
  private final Transactions transactions;
  private final Lookups lookups;
  private final AttributeChanges attributeChanges;
  private final FileReads fileReads;
  private final FileWrites fileWrites;
  private final Creation creation;
  private final Removal removal;
  private final Renaming renaming;
  private final Linking linking;
  private final Listing listing;

  private Volume(
      KeyValueStore store,
      Clock clock,
      RandomGenerator random,
      Options options,
      VolumeFormat format) {
    this.store = store;
    this.identity = format.identity();
    this.options = options;
    this.writeVerifier = verifier(store.epoch(), random);
    this.space = new SpaceUsage(store, options.quotaBytes(), options.quotaInodes());
    var accessTimes = new AccessTimes(options.accessTimes());
    ReplyLog replies = ReplyLog.open(store, clock, options.replayBytes());
    this.transactions = new Transactions(store, clock, accessTimes, format.ids(), space, replies);
    this.lookups = new Lookups(transactions);
    this.attributeChanges = new AttributeChanges(transactions);
    this.fileReads = new FileReads(transactions, new SequentialReads(options.readAheadBytes()));
    this.fileWrites = new FileWrites(transactions);
    this.creation = new Creation(transactions, options.linkCountMax());
    this.removal = new Removal(transactions);
    this.renaming = new Renaming(transactions, options.linkCountMax());
    this.linking = new Linking(transactions, options.linkCountMax());
    this.listing = new Listing(transactions);
  }

  /**
   * Opens the volume in {@code store}; makes an empty one if the store is empty.
   *
   * @param store where it is; stays the caller's, who closes it after the volume
   * @param clock the time for atime, mtime and ctime
   * @param random for a new volume's id and keys and for the write verifier; should be secure
   * @param options what a person may choose
   * @throws KeyValueException.Unusable if the store holds something else, or a format version or
   *     chunk size that this release does not know
   * @throws KeyValueException as the store throws when it cannot be read or written
   */
  public static Volume open(
      KeyValueStore store, Clock clock, RandomGenerator random, Options options) {
    VolumeFormat format = VolumeFormat.openOrMake(store, clock, random);
    return new Volume(store, clock, random, options, format);
  }

  /** The epoch differs for every writer; the rest, in case that epochs should ever begin anew. */
  private static long verifier(long epoch, RandomGenerator random) {
    return epoch << EPOCH_BITS | random.nextLong() >>> EPOCH_BITS;
  }

  /**
   * Writes what is kept in memory (access times) and returns the inode ids that were not used. No
   * operation may be under way. The store stays open.
   */
  @Override
  public void close() {
    transactions.close();
  }

  @Override
  public VolumeIdentity volume() {
    return identity;
  }

  @Override
  public long writeVerifier() {
    return writeVerifier;
  }

  @Override
  public Limits limits() {
    return new Limits(
        FileWrites.FILE_SIZE_MAX_BYTES,
        Creation.NAME_MAX_BYTES,
        options.linkCountMax(),
        Creation.SYMLINK_TARGET_MAX_BYTES);
  }

  @Override
  public void awaitReply(CommitPosition position) {
    if (position.equals(CommitPosition.NONE)) {
      store.confirmOwnership();
    } else {
      store.sync(position);
    }
  }

  @Override
  public CompletionStage<Void> whenReplyMayLeave(CommitPosition position) {
    return position.equals(CommitPosition.NONE)
        ? FileSystem.super.whenReplyMayLeave(position)
        : store.whenSynced(position);
  }

  @Override
  public Result<Attributes> attributes(FileId file) {
    return lookups.attributes(file);
  }

  @Override
  public Result<Wcc> setAttributes(
      Caller caller, FileId file, AttributeChange change, @Nullable Long guardChangedEpochNanos) {
    return attributeChanges.setAttributes(caller, file, change, guardChangedEpochNanos);
  }

  @Override
  public Result<Found> lookup(Caller caller, FileId directory, Bytes name) {
    return lookups.lookup(caller, directory, name);
  }

  @Override
  public Result<Access> access(Caller caller, FileId object, Set<AccessRight> wanted) {
    return lookups.access(caller, object, wanted);
  }

  @Override
  public Result<LinkTarget> readLink(FileId link) {
    return lookups.readLink(link);
  }

  @Override
  public Result<ReadData> read(Caller caller, FileId file, long offset, int lengthBytes) {
    return fileReads.read(caller, file, offset, lengthBytes);
  }

  @Override
  public Result<Written> write(Caller caller, FileId file, long offset, Bytes data) {
    return fileWrites.write(caller, file, offset, data);
  }

  @Override
  public Result<Wcc> commit(FileId file, long offset, long lengthBytes) {
    return fileWrites.commit(file);
  }

  @Override
  public Result<Created> create(Caller caller, FileId directory, Bytes name, CreateMode mode) {
    return creation.create(caller, directory, name, mode);
  }

  @Override
  public Result<Created> makeDirectory(
      Caller caller, FileId directory, Bytes name, AttributeChange attributes) {
    return creation.makeDirectory(caller, directory, name, attributes);
  }

  @Override
  public Result<Created> makeSymlink(
      Caller caller, FileId directory, Bytes name, Bytes target, AttributeChange attributes) {
    return creation.makeSymlink(caller, directory, name, target, attributes);
  }

  @Override
  public Result<Created> makeNode(
      Caller caller,
      FileId directory,
      Bytes name,
      FileType type,
      Device device,
      AttributeChange attributes) {
    return creation.makeNode(caller, directory, name, type, device, attributes);
  }

  @Override
  public Result<Wcc> remove(Caller caller, FileId directory, Bytes name) {
    return removal.remove(caller, directory, name);
  }

  @Override
  public Result<Wcc> removeDirectory(Caller caller, FileId directory, Bytes name) {
    return removal.removeDirectory(caller, directory, name);
  }

  @Override
  public Result<Renamed> rename(
      Caller caller,
      FileId sourceDirectory,
      Bytes sourceName,
      FileId targetDirectory,
      Bytes targetName) {
    return renaming.rename(caller, sourceDirectory, sourceName, targetDirectory, targetName);
  }

  @Override
  public Result<Linked> link(Caller caller, FileId file, FileId directory, Bytes name) {
    return linking.link(caller, file, directory, name);
  }

  @Override
  public Result<DirectoryListing> list(
      Caller caller, FileId directory, long afterCookie, boolean withAttributes, EntrySink sink) {
    return listing.list(caller, directory, afterCookie, withAttributes, sink);
  }

  /** Told from memory, so it costs nothing and no reply has to wait for it. */
  @Override
  public Result<Usage> usage() {
    UsageRecord used = space.total();
    long totalBytes = options.quotaBytes() == 0 ? options.statfsBytes() : options.quotaBytes();
    long totalInodes = options.quotaInodes() == 0 ? options.statfsInodes() : options.quotaInodes();
    Usage usage =
        new Usage(
            totalBytes,
            Math.max(0, totalBytes - used.bytes()),
            totalInodes,
            Math.max(0, totalInodes - used.inodes()));
    return new Result.Done<>(usage, CommitPosition.NONE);
  }
}
