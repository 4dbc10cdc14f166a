package dev.zerofs.nfs3.rpc;

import org.jspecify.annotations.Nullable;

/** A program: its number, versions and procedures. Safe for use by any number of threads. */
public interface RpcProgram {

  /** The program's number. */
  int number();

  /** The lowest version that is served. */
  int lowestVersion();

  /** The highest version that is served. */
  int highestVersion();

  /** Whether {@code version} is served. */
  boolean serves(int version);

  /** The procedure of a version that is served, or null if there is none of that number. */
  @Nullable RpcProcedure procedure(int version, int number);
}
