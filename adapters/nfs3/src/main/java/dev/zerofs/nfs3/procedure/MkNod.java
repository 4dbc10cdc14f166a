package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.wire.SettableAttributes;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Result;
import org.jspecify.annotations.Nullable;

/**
 * MKNOD: a device, socket or FIFO (RFC 1813 §3.3.11).
 *
 * @param directory the directory's handle
 * @param name the new name
 * @param type the type, or null if it is none that can be made
 * @param attributes for the new object
 * @param device for devices
 */
record MkNod(
    Bytes directory, Bytes name, @Nullable FileType type, AttributeChange attributes, Device device)
    implements NamedObject {

  static MkNod decode(XdrReader in) {
    Bytes directory = NfsVolume.readHandle(in);
    Bytes name = NfsVolume.readString(in);
    FileType type =
        switch (in.readInt()) {
          case 3 -> FileType.BLOCK_DEVICE;
          case 4 -> FileType.CHARACTER_DEVICE;
          case 6 -> FileType.SOCKET;
          case 7 -> FileType.FIFO;
          default -> null;
        };
    if (type == null) {
      return new MkNod(directory, name, null, AttributeChange.NONE, Device.NONE);
    }
    AttributeChange attributes = SettableAttributes.decode(in);
    boolean isDevice = type == FileType.BLOCK_DEVICE || type == FileType.CHARACTER_DEVICE;
    Device device = isDevice ? new Device(in.readInt(), in.readInt()) : Device.NONE;
    return new MkNod(directory, name, type, attributes, device);
  }

  @Override
  public Result<Created> perform(NfsVolume volume, Caller caller) {
    if (type == null) {
      throw new NfsException(NfsStatus.BADTYPE);
    }
    return volume
        .fileSystem()
        .makeNode(
            caller,
            volume.fileOf(directory),
            name,
            type,
            device,
            volume.export().squashed(attributes));
  }
}
