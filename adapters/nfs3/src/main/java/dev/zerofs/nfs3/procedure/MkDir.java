package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.SettableAttributes;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Result;

/** MKDIR: a directory (RFC 1813 §3.3.9). */
record MkDir(Bytes directory, Bytes name, AttributeChange attributes) implements NamedObject {

  static MkDir decode(XdrReader in) {
    return new MkDir(
        NfsVolume.readHandle(in), NfsVolume.readString(in), SettableAttributes.decode(in));
  }

  @Override
  public Result<Created> perform(NfsVolume volume, Caller caller) {
    return volume
        .fileSystem()
        .makeDirectory(
            caller, volume.fileOf(directory), name, volume.export().squashed(attributes));
  }
}
