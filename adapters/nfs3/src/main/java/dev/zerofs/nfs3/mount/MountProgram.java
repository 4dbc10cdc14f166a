package dev.zerofs.nfs3.mount;

import dev.zerofs.nfs3.procedure.NfsVolume;
import dev.zerofs.nfs3.rpc.NullProcedure;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.rpc.RpcProgram;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Program 100005, versions 1 and 3 (RFC 1813 §5). */
public final class MountProgram implements RpcProgram {

  private static final int NUMBER = 100005;
  private static final int VERSION_1 = 1;
  private static final int VERSION_3 = 3;

  /** Procedures of version 3 by number. */
  private final Map<Integer, RpcProcedure> procedures;

  /** Those of version 1: its MNT would return a handle of version 2, which nothing here takes. */
  private final Map<Integer, RpcProcedure> procedures1;

  /** The program that mounts directories of {@code volume}. */
  public MountProgram(NfsVolume volume) {
    MountTable table = new MountTable();
    RpcProcedure nothing = new NullProcedure();
    RpcProcedure dump = new Dump(table);
    RpcProcedure unmount = new Umnt(table);
    RpcProcedure exports = new ExportList(volume.export());
    this.procedures1 = Map.of(0, nothing, 2, dump, 3, unmount, 5, exports);
    this.procedures =
        Map.of(
            0,
            nothing,
            1,
            new Mnt(volume, table),
            2,
            dump,
            3,
            unmount,
            4,
            new UmntAll(table),
            5,
            exports);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public int lowestVersion() {
    return VERSION_1;
  }

  @Override
  public int highestVersion() {
    return VERSION_3;
  }

  @Override
  public boolean serves(int version) {
    return version == VERSION_1 || version == VERSION_3;
  }

  @Override
  public @Nullable RpcProcedure procedure(int version, int number) {
    return (version == VERSION_1 ? procedures1 : procedures).get(number);
  }
}
