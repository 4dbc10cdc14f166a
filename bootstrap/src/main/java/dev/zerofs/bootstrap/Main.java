package dev.zerofs.bootstrap;

import dev.zerofs.bootstrap.command.ZeroFs;

/** Where the process begins. */
public final class Main {

  private Main() {}

  /** Runs a command line and ends the process with its status. */
  public static void main(String[] arguments) {
    System.exit(ZeroFs.execute(arguments).code());
  }
}
