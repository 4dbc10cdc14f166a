package dev.zerofs.nfs3.rpc;

import dev.zerofs.nfs3.xdr.MalformedXdrException;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the procedure that a record calls, and answers what is not to be called with the error that
 * RFC 5531 names. Safe for use by any number of threads.
 */
public final class RpcDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(RpcDispatcher.class);
  private static final int ERROR_REPLY_BYTES = 64;

  private final Map<Integer, RpcProgram> programs;
  private final DuplicateRequests duplicates;

  /** A dispatcher to these programs. */
  public RpcDispatcher(List<RpcProgram> programs, DuplicateRequests duplicates) {
    this.programs =
        programs.stream().collect(Collectors.toMap(RpcProgram::number, Function.identity()));
    this.duplicates = duplicates;
  }

  /**
   * Reads the header of a record; never blocks.
   *
   * @throws ImpossibleRecordException if the record is no call
   */
  public RpcCall receive(InetSocketAddress peer, Bytes record) throws ImpossibleRecordException {
    CallHeader header = CallHeader.decode(record);
    int xid = header.xid();
    if (header.rpcVersion() != CallHeader.RPC_VERSION) {
      return new Answered(RpcReply.rpcMismatch(xid));
    }
    RpcProgram program = programs.get(header.program());
    if (program == null) {
      return new Answered(RpcReply.failed(xid, AcceptStatus.PROG_UNAVAIL));
    }
    if (!program.serves(header.version())) {
      return new Answered(
          RpcReply.programMismatch(xid, program.lowestVersion(), program.highestVersion()));
    }
    RpcProcedure procedure = program.procedure(header.version(), header.procedure());
    if (procedure == null) {
      return new Answered(RpcReply.failed(xid, AcceptStatus.PROC_UNAVAIL));
    }
    return authenticated(peer, record, header, procedure);
  }

  private RpcCall authenticated(
      InetSocketAddress peer, Bytes record, CallHeader header, RpcProcedure procedure) {
    if (procedure.takesAnyFlavour()) {
      return new Ready(header, record, procedure, peer, Credential.ANONYMOUS, duplicates);
    }
    if (header.credential().length() > CallHeader.AUTH_BODY_MAX_BYTES) {
      return new Answered(RpcReply.authError(header.xid(), AuthStatus.BADCRED));
    }
    if (header.verifierLength() > CallHeader.AUTH_BODY_MAX_BYTES) {
      return new Answered(RpcReply.authError(header.xid(), AuthStatus.BADVERF));
    }
    Credential credential;
    switch (header.flavour()) {
      case CallHeader.AUTH_NONE -> credential = Credential.ANONYMOUS;
      case CallHeader.AUTH_SYS -> {
        try {
          credential = Credential.Unix.decode(new XdrReader(header.credential()));
        } catch (MalformedXdrException _) {
          return new Answered(RpcReply.authError(header.xid(), AuthStatus.BADCRED));
        }
      }
      default -> {
        return new Answered(RpcReply.authError(header.xid(), AuthStatus.REJECTEDCRED));
      }
    }
    return new Ready(header, record, procedure, peer, credential, duplicates);
  }

  private record Answered(RpcReply reply) implements RpcCall {
    @Override
    public int replyBytesMax() {
      return ERROR_REPLY_BYTES;
    }

    @Override
    public CompletionStage<@Nullable RpcReply> execute() {
      return CompletableFuture.completedStage(reply);
    }
  }

  private record Ready(
      CallHeader header,
      Bytes record,
      RpcProcedure procedure,
      InetSocketAddress peer,
      Credential credential,
      DuplicateRequests duplicates)
      implements RpcCall {

    @Override
    public int replyBytesMax() {
      int results;
      try {
        results = procedure.resultBytesMax(new XdrReader(header.arguments()));
      } catch (MalformedXdrException _) {
        results = 0;
      }
      return ERROR_REPLY_BYTES + RpcReply.HEADER_BYTES + results;
    }

    @Override
    public CompletionStage<@Nullable RpcReply> execute() {
      if (!procedure.replays()) {
        return call();
      }
      var key = DuplicateRequests.Key.of(peer.getAddress(), header, record);
      return duplicates.replyTo(key, this::call);
    }

    private RpcCaller caller() {
      CallId call = procedure.outlivesServer() ? CallHash.of(peer.getAddress(), record) : null;
      return new RpcCaller(peer, credential, call);
    }

    private CompletionStage<@Nullable RpcReply> call() {
      XdrWriter out = RpcReply.begin(header.xid());
      CompletionStage<Void> mayLeave;
      try {
        mayLeave = procedure.call(caller(), new XdrReader(header.arguments()), out);
      } catch (RuntimeException e) {
        return CompletableFuture.completedStage(failed(e));
      }
      return mayLeave.handle(
          (_, failure) -> failure == null ? RpcReply.end(out) : failed(causeOf(failure)));
    }

    private static Throwable causeOf(Throwable failure) {
      Throwable cause = failure.getCause();
      return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private @Nullable RpcReply failed(Throwable failure) {
      switch (failure) {
        case MalformedXdrException _ -> {
          return RpcReply.failed(header.xid(), AcceptStatus.GARBAGE_ARGS);
        }
        case KeyValueException.Replaced _, KeyValueException.Closed _ -> {
          LOG.debug("falling silent", failure);
          return null;
        }
        default -> {
          LOG.warn(
              "program {} procedure {} failed unexpectedly",
              header.program(),
              header.procedure(),
              failure);
          return RpcReply.failed(header.xid(), AcceptStatus.SYSTEM_ERR);
        }
      }
    }
  }
}
