package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.export.Export;
import dev.zerofs.nfs3.handle.FileHandles;
import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.wire.ObjectEncoder;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileSystem;

/**
 * What every procedure works with. Safe for use by any number of threads.
 *
 * @param fileSystem the file system
 * @param handles its handles
 * @param objects how replies speak of its objects
 * @param export the rules of its export
 */
public record NfsVolume(
    FileSystem fileSystem, FileHandles handles, ObjectEncoder objects, Export export) {

  /** The most bytes one READ or WRITE transfers. */
  public static final int TRANSFER_MAX_BYTES = 1 << 20;

  /** The volume of {@code fileSystem}, exported by {@code export}. */
  public static NfsVolume of(FileSystem fileSystem, Export export) {
    FileHandles handles = new FileHandles(fileSystem.volume());
    return new NfsVolume(
        fileSystem, handles, new ObjectEncoder(fileSystem.volume(), handles), export);
  }

  /** Reads what a client sends as a handle. */
  static Bytes readHandle(XdrReader in) {
    return in.readOpaque(FileHandles.NFS3_FHSIZE);
  }

  /** Reads a string that has no limit of its own beside the call's. */
  static Bytes readString(XdrReader in) {
    return in.readOpaque(in.remaining());
  }

  /**
   * The file that {@code handle} names.
   *
   * @throws NfsException if it is no handle of this volume
   */
  FileId fileOf(Bytes handle) {
    return switch (handles.read(handle)) {
      case FileHandles.Reading.Valid(FileId file) -> file;
      case FileHandles.Reading.Malformed() -> throw new NfsException(NfsStatus.BADHANDLE);
      case FileHandles.Reading.Foreign() -> throw new NfsException(NfsStatus.STALE);
    };
  }
}
