package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.MalformedXdrException;
import dev.zerofs.nfs3.xdr.XdrReader;
import java.util.ArrayList;
import java.util.List;

/** On whose behalf a client says it calls, before any squashing. */
public sealed interface Credential {

  /** AUTH_NONE: nobody in particular. */
  record Anonymous() implements Credential {}

  /**
   * AUTH_SYS (RFC 5531 §14 and appendix A).
   *
   * @param uid the user, unsigned 32 bits
   * @param gid the primary group, unsigned 32 bits
   * @param groups up to 16 further groups
   */
  record Unix(int uid, int gid, List<Integer> groups) implements Credential {

    private static final int MAX_MACHINE_NAME_BYTES = 255;
    private static final int MAX_GROUPS = 16;

    /** Copies the list. */
    public Unix {
      groups = List.copyOf(groups);
    }

    /**
     * Reads an authsys_parms.
     *
     * @throws MalformedXdrException if it is not exactly one
     */
    static Unix decode(XdrReader body) {
      body.readInt(); // the stamp means nothing to a server
      body.readOpaque(MAX_MACHINE_NAME_BYTES);
      int uid = body.readInt();
      int gid = body.readInt();
      int count = body.readEnum(MAX_GROUPS + 1);
      List<Integer> groups = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        groups.add(body.readInt());
      }
      if (body.remaining() != 0) {
        throw new MalformedXdrException("bytes after the groups");
      }
      return new Unix(uid, gid, groups);
    }
  }

  /** The one {@link Anonymous}. */
  Credential ANONYMOUS = new Anonymous();
}
