package dev.zerofs.nfs3.export;

import dev.zerofs.nfs3.rpc.Credential;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The rules of the one export: the volume's root with everything below.
 *
 * @param allowed from where it may be used; empty means from everywhere
 * @param privilegedPort whether only ports below 1024 may use it
 * @param readOnly whether changes are refused
 * @param squash who is taken for the anonymous user
 * @param anonymousUid the anonymous user, unsigned 32 bits
 * @param anonymousGid the anonymous group, unsigned 32 bits
 */
public record Export(
    List<AddressRange> allowed,
    boolean privilegedPort,
    boolean readOnly,
    Squash squash,
    int anonymousUid,
    int anonymousGid) {

  private static final int PRIVILEGED_PORTS_END = 1024;

  /** Copies the list. */
  public Export {
    allowed = List.copyOf(allowed);
  }

  /** Whether calls may come from {@code peer}. */
  public boolean admits(InetSocketAddress peer) {
    if (privilegedPort && peer.getPort() >= PRIVILEGED_PORTS_END) {
      return false;
    }
    return allowed.isEmpty()
        || allowed.stream().anyMatch(range -> range.contains(peer.getAddress()));
  }

  /** The user that somebody with {@code credential} acts as. */
  public Caller callerOf(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous() -> anonymous();
      case Credential.Unix unix ->
          switch (squash) {
            case NONE -> new Caller(unix.uid(), unix.gid(), unix.groups());
            case ROOT ->
                new Caller(
                    uid(unix.uid()),
                    gid(unix.gid()),
                    unix.groups().stream().map(this::gid).toList());
            case ALL -> anonymous();
          };
    };
  }

  /**
   * The change that somebody gets who asks for {@code change}: owners are squashed like callers.
   */
  public AttributeChange squashed(AttributeChange change) {
    Integer uid = change.uid();
    Integer gid = change.gid();
    if (squash == Squash.NONE || (uid == null && gid == null)) {
      return change;
    }
    return new AttributeChange(
        change.mode(),
        uid == null ? null : (Integer) uid(uid),
        gid == null ? null : (Integer) gid(gid),
        change.sizeBytes(),
        change.accessed(),
        change.modified());
  }

  private Caller anonymous() {
    return new Caller(anonymousUid, anonymousGid, List.of());
  }

  private int uid(int uid) {
    return isSquashed(uid) ? anonymousUid : uid;
  }

  private int gid(int gid) {
    return isSquashed(gid) ? anonymousGid : gid;
  }

  private boolean isSquashed(int id) {
    return switch (squash) {
      case NONE -> false;
      case ROOT -> id == 0;
      case ALL -> true;
    };
  }
}
