package dev.zerofs.nfs3.rpc;

/** What arrived cannot be answered, nor can what follows be trusted: the connection must end. */
public final class ImpossibleRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /** An exception that says what arrived. */
  public ImpossibleRecordException(String message) {
    super(message, null, false, false);
  }
}
