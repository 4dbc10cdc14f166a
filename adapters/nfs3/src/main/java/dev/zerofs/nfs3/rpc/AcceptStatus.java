package dev.zerofs.nfs3.rpc;

/** How an accepted call ended (RFC 5531 §9, accept_stat); the ordinal is the number on the wire. */
enum AcceptStatus {
  SUCCESS,
  PROG_UNAVAIL,
  PROG_MISMATCH,
  PROC_UNAVAIL,
  GARBAGE_ARGS,
  SYSTEM_ERR
}
