package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.SettableAttributes;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Result;

/** CREATE: a regular file (RFC 1813 §3.3.8). */
record Create(Bytes directory, Bytes name, CreateMode mode) implements NamedObject {

  static Create decode(XdrReader in) {
    Bytes directory = NfsVolume.readHandle(in);
    Bytes name = NfsVolume.readString(in);
    CreateMode mode =
        switch (in.readEnum(3)) {
          case 0 -> new CreateMode.Unchecked(SettableAttributes.decode(in));
          case 1 -> new CreateMode.Guarded(SettableAttributes.decode(in));
          default -> new CreateMode.Exclusive(in.readLong());
        };
    return new Create(directory, name, mode);
  }

  @Override
  public Result<Created> perform(NfsVolume volume, Caller caller) {
    CreateMode squashed =
        switch (mode) {
          case CreateMode.Unchecked(AttributeChange attributes) ->
              new CreateMode.Unchecked(checked(volume, attributes));
          case CreateMode.Guarded(AttributeChange attributes) ->
              new CreateMode.Guarded(checked(volume, attributes));
          case CreateMode.Exclusive exclusive -> exclusive;
        };
    return volume.fileSystem().create(caller, volume.fileOf(directory), name, squashed);
  }

  private static AttributeChange checked(NfsVolume volume, AttributeChange attributes) {
    SetAttr.checkSize(attributes);
    return volume.export().squashed(attributes);
  }
}
