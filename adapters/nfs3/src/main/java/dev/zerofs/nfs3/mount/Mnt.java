package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.procedure.NfsVolume;
import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Found;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * MNT: the handle of a directory (RFC 1813 §5.2.1). Any directory of the volume can be mounted;
 * slashes at the end, and more than one in a row, mean nothing. The way there is walked as the
 * superuser, as the server of a kernel does.
 */
final class Mnt implements RpcProcedure {

  /** The longest path (RFC 1813 §5.1.1, MNTPATHLEN). */
  static final int PATH_MAX_BYTES = 1024;

  private static final byte SLASH = '/';
  private static final int AUTH_SYS = 1;
  private static final int AUTH_NONE = 0;
  private static final int RESULT_BYTES_MAX = 128;

  private final NfsVolume volume;
  private final MountTable table;

  Mnt(NfsVolume volume, MountTable table) {
    this.volume = volume;
    this.table = table;
  }

  @Override
  public int resultBytesMax(XdrReader arguments) {
    return RESULT_BYTES_MAX;
  }

  @Override
  public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
    Bytes path = arguments.readOpaque(PATH_MAX_BYTES);
    if (!volume.export().admits(caller.peer())) {
      results.writeInt(NfsStatus.ACCES.number());
      return AT_ONCE;
    }
    Result<FileId> found = walk(path);
    switch (found) {
      case Result.Done<FileId>(FileId directory, _) -> {
        table.add(new MountTable.Mount(caller.peer().getAddress(), path));
        encode(directory, results);
      }
      case Result.Refused<FileId> refused ->
          results.writeInt(numberOf(NfsStatus.of(refused.status())));
    }
    return volume.fileSystem().whenReplyMayLeave(found.position());
  }

  private Result<FileId> walk(Bytes path) {
    FileId directory = volume.fileSystem().volume().root();
    CommitPosition position = CommitPosition.NONE;
    for (Bytes rest = path; !rest.isEmpty(); ) {
      int slash = rest.indexOf(SLASH);
      Bytes name = slash < 0 ? rest : rest.slice(0, slash);
      rest = slash < 0 ? Bytes.EMPTY : rest.slice(slash + 1);
      if (name.isEmpty()) {
        continue;
      }
      switch (volume.fileSystem().lookup(Caller.ROOT, directory, name)) {
        case Result.Done<Found>(Found found, CommitPosition at) -> {
          position = position.max(at);
          directory = found.object().id();
        }
        case Result.Refused<Found>(var status, var wcc, CommitPosition at) -> {
          return new Result.Refused<>(status, wcc, position.max(at));
        }
      }
    }
    return checkDirectory(directory, position);
  }

  private Result<FileId> checkDirectory(FileId object, CommitPosition position) {
    return switch (volume.fileSystem().attributes(object)) {
      case Result.Done<Attributes>(Attributes attributes, CommitPosition at) ->
          attributes.type() == FileType.DIRECTORY
              ? new Result.Done<>(object, position.max(at))
              : new Result.Refused<>(Status.NOTDIR, List.of(), position.max(at));
      case Result.Refused<Attributes>(var status, var wcc, CommitPosition at) ->
          new Result.Refused<>(status, wcc, position.max(at));
    };
  }

  private void encode(FileId directory, XdrWriter results) {
    results.writeInt(NfsStatus.OK.number());
    results.writeOpaque(volume.handles().handleOf(directory));
    results.writeInt(2);
    results.writeInt(AUTH_SYS);
    results.writeInt(AUTH_NONE);
  }

  /** The mountstat3 of a status: the numbers are the same, but there are fewer of them. */
  private static int numberOf(NfsStatus status) {
    return switch (status) {
      case PERM, NOENT, IO, ACCES, NOTDIR, INVAL, NAMETOOLONG, SERVERFAULT -> status.number();
      case OK,
          EXIST,
          ISDIR,
          FBIG,
          NOSPC,
          ROFS,
          MLINK,
          NOTEMPTY,
          DQUOT,
          STALE,
          BADHANDLE,
          NOT_SYNC,
          TOOSMALL,
          BADTYPE,
          JUKEBOX ->
          NfsStatus.SERVERFAULT.number();
    };
  }
}
