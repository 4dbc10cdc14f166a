package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX file system for protocols without open files: every operation names its object by {@link
 * FileId} and carries its caller's credentials.
 *
 * <p><b>Atomicity.</b> Every operation takes effect as a whole at one moment, or not at all, and
 * the attributes it returns are of that moment.
 *
 * <p><b>Stability.</b> An effect is visible to every later operation at once; it is stable
 * (survives what the configured durability promises) when {@link #awaitReply} of the result's
 * position returns. A reply that claims stability, success or refusal, must wait for that.
 *
 * <p><b>At most once.</b> {@link #setAttributes}, {@link #create}, {@link #makeDirectory}, {@link
 * #makeSymlink}, {@link #makeNode}, {@link #remove}, {@link #removeDirectory}, {@link #rename} and
 * {@link #link} may be given a caller with a {@link CallId}. The result of a success is then
 * remembered in the same atomic step as its effect, so it is stable when that is. Once the file
 * system has been opened anew, after whatever end, also by another machine, an operation for the
 * same call returns that result, changes nothing and checks nothing. Results are remembered up to a
 * number and a time that the file system states, of which those of earlier openings are the last to
 * go. Refusals, and successes that changed nothing, are not: carrying such a call out a second time
 * is carrying it out once. Repetitions within one opening are the protocol's: it never has the same
 * call carried out twice or at the same time.
 *
 * <p><b>Refusals</b> come as {@link Result.Refused}. An operation on a file that no longer exists
 * is refused with STALE; whatever needs a directory and meets something else, with NOTDIR; damaged
 * data with IO; a store that cannot be reached, with DELAY, nothing having been applied. Names are
 * checked here: empty, or with NUL or {@code /}: INVAL (an empty name: NOENT for lookups, ACCES is
 * never used for it); over the limit: NAMETOOLONG. Only {@link
 * dev.zerofs.ports.keyvalue.KeyValueException.Replaced} and {@link
 * dev.zerofs.ports.keyvalue.KeyValueException.Closed} are thrown: the server must then fall silent.
 *
 * <p>All methods may block (they are meant to run on virtual threads) and are safe for use by any
 * number of threads.
 */
public interface FileSystem {

  /** What this volume is. */
  VolumeIdentity volume();

  /** A number that is new whenever un-stable writes may have been lost: the NFS write verifier. */
  long writeVerifier();

  /** What is allowed at most. */
  Limits limits();

  /**
   * Returns when a reply that depends on {@code position} may leave: everything up to it is stable,
   * and this process is still the volume's owner. With {@link CommitPosition#NONE} only the latter.
   */
  void awaitReply(CommitPosition position);

  /**
   * What {@link #awaitReply} waits for, for callers who have no use for a thread meanwhile:
   * completes when it would return, and with the exception that it would throw. Holds the calling
   * thread where waiting needs one.
   *
   * <p>What depends on the result may run on a thread that others wait for, and must not block.
   */
  default CompletionStage<Void> whenReplyMayLeave(CommitPosition position) {
    try {
      awaitReply(position);
      return CompletableFuture.completedStage(null);
    } catch (KeyValueException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** The attributes of {@code file}. Refusals: wcc of the file. */
  Result<Attributes> attributes(FileId file);

  /**
   * Changes attributes. Truncation and extension need write permission (or ownership, see {@link
   * #write}); mode, owner, group and client-given times need ownership: PERM; server time needs
   * ownership or write permission: ACCES. The mode of a symbolic link is left. Refusals: wcc of the
   * file.
   *
   * @param guardChangedEpochNanos if not null, the ctime that the file must have, else NOT_SYNC
   */
  Result<Wcc> setAttributes(
      Caller caller, FileId file, AttributeChange change, @Nullable Long guardChangedEpochNanos);

  /**
   * The object of a name; {@code .} and {@code ..} resolve, the root's {@code ..} to the root.
   * Needs search permission. Refusals: wcc of the directory.
   */
  Result<Found> lookup(Caller caller, FileId directory, Bytes name);

  /**
   * Which of {@code wanted} the mode bits grant; rights that make no sense for the type are not
   * granted. Refusals: wcc of the object.
   */
  Result<Access> access(Caller caller, FileId object, Set<AccessRight> wanted);

  /** The target of a symbolic link; anything else: INVAL. Refusals: wcc of the object. */
  Result<LinkTarget> readLink(FileId link);

  /**
   * Reads up to {@code lengthBytes} from {@code offset}. The owner may whatever the mode says, and
   * execute permission is enough, since there is no open that was checked. Directories: ISDIR,
   * other types: INVAL. Refusals: wcc of the file.
   */
  Result<ReadData> read(Caller caller, FileId file, long offset, int lengthBytes);

  /**
   * Writes all of {@code data} at {@code offset} (or fewer bytes of it at a limit, but some). The
   * owner may whatever the mode says. A write by another than the owner or the superuser clears
   * set-uid and set-gid. Past the limit of file sizes: FBIG. Refusals: wcc of the file.
   */
  Result<Written> write(Caller caller, FileId file, long offset, Bytes data);

  /**
   * Names what has to become stable for the range to be: the result's position is the file's last
   * change, never a later one of another file. A length of 0 means to the end. Refusals: wcc of the
   * file.
   */
  Result<Wcc> commit(FileId file, long offset, long lengthBytes);

  /** Makes or opens a regular file. Refusals: wcc of the directory. */
  Result<Created> create(Caller caller, FileId directory, Bytes name, CreateMode mode);

  /** Makes a directory. Refusals: wcc of the directory. */
  Result<Created> makeDirectory(
      Caller caller, FileId directory, Bytes name, AttributeChange attributes);

  /**
   * Makes a symbolic link. The target is 1 to {@link Limits#symlinkTargetBytes} bytes without NUL,
   * else INVAL or NAMETOOLONG. Refusals: wcc of the directory.
   */
  Result<Created> makeSymlink(
      Caller caller, FileId directory, Bytes name, Bytes target, AttributeChange attributes);

  /**
   * Makes a FIFO, a socket or, for the superuser, a device; other types: BADTYPE. Refusals: wcc of
   * the directory.
   */
  Result<Created> makeNode(
      Caller caller,
      FileId directory,
      Bytes name,
      FileType type,
      Device device,
      AttributeChange attributes);

  /**
   * Removes a name that is no directory's (ISDIR), and with the last name the file, at a cost that
   * does not depend on its size. Refusals: wcc of the directory.
   */
  Result<Wcc> remove(Caller caller, FileId directory, Bytes name);

  /**
   * Removes an empty directory; another type: NOTDIR; with entries: NOTEMPTY; {@code .}: INVAL;
   * {@code ..}: NOTEMPTY. Refusals: wcc of the directory.
   */
  Result<Wcc> removeDirectory(Caller caller, FileId directory, Bytes name);

  /**
   * Moves a name over whatever has the target name: a non-directory over a non-directory, a
   * directory over an empty directory. Into its own subtree: INVAL. Two names of one inode: nothing
   * happens, successfully. Refusals: wcc of the source directory, then of the target directory.
   */
  Result<Renamed> rename(
      Caller caller,
      FileId sourceDirectory,
      Bytes sourceName,
      FileId targetDirectory,
      Bytes targetName);

  /**
   * Makes a further name of a file; a directory: ISDIR. Refusals: wcc of the file, the directory.
   */
  Result<Linked> link(Caller caller, FileId file, FileId directory, Bytes name);

  /**
   * Lists a directory in the order of cookies, from the first after {@code afterCookie} (0: from
   * {@code .}), until {@code sink} takes no more. Entries that stay during several calls appear
   * exactly once, whatever comes and goes; an {@code afterCookie} whose entry is gone is fine.
   * Needs read permission. Refusals: wcc of the directory.
   *
   * @param withAttributes whether entries carry attributes
   */
  Result<DirectoryListing> list(
      Caller caller, FileId directory, long afterCookie, boolean withAttributes, EntrySink sink);

  /** How full the file system is. */
  Result<Usage> usage();
}
