package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.SettableAttributes;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Result;

/** SYMLINK: a symbolic link (RFC 1813 §3.3.10). */
record SymLink(Bytes directory, Bytes name, AttributeChange attributes, Bytes target)
    implements NamedObject {

  static SymLink decode(XdrReader in) {
    return new SymLink(
        NfsVolume.readHandle(in),
        NfsVolume.readString(in),
        SettableAttributes.decode(in),
        NfsVolume.readString(in));
  }

  @Override
  public Result<Created> perform(NfsVolume volume, Caller caller) {
    return volume
        .fileSystem()
        .makeSymlink(
            caller, volume.fileOf(directory), name, target, volume.export().squashed(attributes));
  }
}
