package dev.zerofs.bootstrap;

import dev.zerofs.bootstrap.command.ZeroFs;
import java.util.Properties;

/** Where the process begins. */
public final class Main {

  /** How many virtual threads may run at once (the API of {@link Thread}). */
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  private static final int CARRIERS_MIN = 2;

  private Main() {}

  /** Runs a command line and ends the process with its status. */
  public static void main(String[] arguments) {
    provideCarriers(System.getProperties(), Runtime.getRuntime().availableProcessors());
    System.exit(ZeroFs.execute(arguments).code());
  }

  /**
   * Sees to it that while one carrier of virtual threads waits for the journal's disk, which is
   * never more than one, another runs the calls that do not wait.
   */
  static void provideCarriers(Properties properties, int processors) {
    if (processors < CARRIERS_MIN && properties.getProperty(CARRIERS) == null) {
      properties.setProperty(CARRIERS, Integer.toString(CARRIERS_MIN));
    }
  }
}
