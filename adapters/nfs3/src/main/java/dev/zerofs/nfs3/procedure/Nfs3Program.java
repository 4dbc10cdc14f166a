package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.rpc.NullProcedure;
import dev.zerofs.nfs3.rpc.RpcCaller;
import dev.zerofs.nfs3.rpc.RpcProcedure;
import dev.zerofs.nfs3.rpc.RpcProgram;
import dev.zerofs.nfs3.wire.NfsStatus;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Result.Done;
import dev.zerofs.ports.filesystem.Result.Refused;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Program 100003 version 3 (RFC 1813 §3). */
public final class Nfs3Program implements RpcProgram {

  private static final Logger LOG = LoggerFactory.getLogger(Nfs3Program.class);
  private static final int NUMBER = 100003;
  private static final int VERSION = 3;

  /** A refusal of which nothing but its status is known. */
  private static final Refused<?> BARE = new Refused<>(Status.IO, List.of(), CommitPosition.NONE);

  private final NfsVolume volume;
  private final List<RpcProcedure> procedures = new ArrayList<>();

  /** Unexpected failures that were reported: each kind is worth one warning, not one per call. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** The program over {@code volume}. */
  public Nfs3Program(NfsVolume volume) {
    this.volume = volume;
    procedures.add(new NullProcedure());
    for (Nfs3Procedure procedure : Nfs3Procedure.values()) {
      procedures.add(new Exported(procedure));
    }
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public int lowestVersion() {
    return VERSION;
  }

  @Override
  public int highestVersion() {
    return VERSION;
  }

  @Override
  public boolean serves(int version) {
    return version == VERSION;
  }

  @Override
  public @Nullable RpcProcedure procedure(int version, int number) {
    return number >= 0 && number < procedures.size() ? procedures.get(number) : null;
  }

  /** A procedure behind the rules of the export. */
  private final class Exported implements RpcProcedure {

    private final Nfs3Procedure procedure;

    Exported(Nfs3Procedure procedure) {
      this.procedure = procedure;
    }

    @Override
    public boolean replays() {
      return procedure.changes();
    }

    @Override
    public boolean outlivesServer() {
      return procedure.outlivesServer();
    }

    @Override
    public int resultBytesMax(XdrReader arguments) {
      return procedure.resultBytesMax(arguments);
    }

    @Override
    public CompletionStage<Void> call(RpcCaller caller, XdrReader arguments, XdrWriter results) {
      NfsCall<?> call = procedure.decode(arguments);
      int start = results.length();
      try {
        checkExport(caller);
        return answer(call, caller, results);
      } catch (NfsException e) {
        refuse(call, e.status(), results, start);
        return AT_ONCE;
      } catch (KeyValueException.Replaced | KeyValueException.Closed e) {
        throw e;
      } catch (RuntimeException e) {
        report(e);
        refuse(call, NfsStatus.SERVERFAULT, results, start);
        return AT_ONCE;
      }
    }

    private void checkExport(RpcCaller caller) {
      if (!volume.export().admits(caller.peer())) {
        throw new NfsException(NfsStatus.ACCES);
      }
      if (procedure.changes() && volume.export().readOnly()) {
        throw new NfsException(NfsStatus.ROFS);
      }
    }

    private <T> CompletionStage<Void> answer(NfsCall<T> call, RpcCaller caller, XdrWriter results) {
      Caller as = volume.export().callerOf(caller.credential()).calling(caller.call());
      Result<T> result = call.perform(volume, as);
      switch (result) {
        case Done<T>(T value, _) -> {
          results.writeInt(NfsStatus.OK.number());
          call.encode(value, volume, results);
        }
        case Refused<T> refused -> {
          results.writeInt(NfsStatus.of(refused.status()).number());
          call.encodeRefusal(refused, volume, results);
        }
      }
      return volume.fileSystem().whenReplyMayLeave(call.awaited(result));
    }

    private void refuse(NfsCall<?> call, NfsStatus status, XdrWriter results, int start) {
      results.truncate(start);
      results.writeInt(status.number());
      call.encodeRefusal(BARE, volume, results);
    }

    private void report(RuntimeException e) {
      if (reported.add(procedure + " " + e.getClass().getName())) {
        LOG.warn("{} failed unexpectedly; further failures like this are not logged", procedure, e);
      } else {
        LOG.debug("{} failed unexpectedly", procedure, e);
      }
    }
  }
}
