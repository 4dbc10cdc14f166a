package dev.zerofs.ports.objectstore;

/**
 * The end of a simulated process: thrown by every request after its crash. An error, so that no
 * retry loop of the code under test takes it for a failure of the store and lives on.
 */
public final class SimulatedCrash extends Error {

  private static final long serialVersionUID = 1L;

  /** A crash met by {@code request}. */
  public SimulatedCrash(StoreRequest request) {
    super("crashed before the answer to " + request);
  }
}
