package dev.zerofs.nfs3.rpc;

/** Why a credential is refused (RFC 5531 §9, auth_stat); the ordinal is the number on the wire. */
enum AuthStatus {
  OK,
  BADCRED,
  REJECTEDCRED,
  BADVERF,
  REJECTEDVERF,
  TOOWEAK
}
