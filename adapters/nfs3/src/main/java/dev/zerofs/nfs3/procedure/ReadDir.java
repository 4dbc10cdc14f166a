package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.procedure.ReadDir.Listed;
import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.DirectoryListing;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Done;
import dev.zerofs.ports.filesystem.Result.Refused;

/**
 * READDIR and READDIRPLUS: entries of a directory, the latter with attributes and handles (RFC 1813
 * §3.3.16, §3.3.17).
 *
 * @param directory the directory's handle
 * @param cookie after which entry to go on, 0 for the beginning
 * @param hintBytes after about how many bytes of names and ids to stop
 * @param maxBytes the most bytes of results
 * @param withObjects whether it is READDIRPLUS
 */
record ReadDir(Bytes directory, long cookie, long hintBytes, long maxBytes, boolean withObjects)
    implements NfsCall<Listed> {

  /**
   * What was listed.
   *
   * @param end how the listing ended
   * @param entries the entries
   */
  record Listed(DirectoryListing end, Listing entries) {}

  static ReadDir decode(XdrReader in) {
    Bytes directory = NfsVolume.readHandle(in);
    long cookie = cookie(in);
    return new ReadDir(directory, cookie, Long.MAX_VALUE, in.readUnsignedInt(), false);
  }

  static ReadDir decodePlus(XdrReader in) {
    Bytes directory = NfsVolume.readHandle(in);
    long cookie = cookie(in);
    return new ReadDir(directory, cookie, in.readUnsignedInt(), in.readUnsignedInt(), true);
  }

  static int resultBytesMax(XdrReader in) {
    return Listing.clamp(decode(in).maxBytes());
  }

  static int resultBytesMaxPlus(XdrReader in) {
    return Listing.clamp(decodePlus(in).maxBytes());
  }

  /** A cookie and its verifier, which is not looked at: cookies never lose their validity. */
  private static long cookie(XdrReader in) {
    long cookie = in.readLong();
    in.readLong();
    return cookie < 0 ? Long.MAX_VALUE : cookie; // there are no cookies from 2^63 on
  }

  @Override
  public Result<Listed> perform(NfsVolume volume, Caller caller) {
    Listing entries = new Listing(maxBytes, hintBytes, withObjects, volume.objects());
    Result<DirectoryListing> result =
        volume.fileSystem().list(caller, volume.fileOf(directory), cookie, withObjects, entries);
    return switch (result) {
      case Done<DirectoryListing>(DirectoryListing end, var position) -> {
        if (entries.isTooSmall() || (entries.isEmpty() && !end.complete())) {
          throw new NfsException(NfsStatus.TOOSMALL);
        }
        yield new Done<>(new Listed(end, entries), position);
      }
      case Refused<DirectoryListing>(var status, var wcc, var position) ->
          new Refused<>(status, wcc, position);
    };
  }

  @Override
  public void encode(Listed value, NfsVolume volume, XdrWriter out) {
    value.entries().encode(value.end().directory(), value.end().complete(), out);
  }

  @Override
  public void encodeRefusal(Refused<?> refusal, NfsVolume volume, XdrWriter out) {
    volume.objects().postOpAttributes(out, refusal.wcc(0).after());
  }
}
