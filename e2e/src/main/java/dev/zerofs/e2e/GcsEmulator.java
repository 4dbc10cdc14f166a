package dev.zerofs.e2e;

import dev.zerofs.gcs.FakeGcsServer;

/**
 * Serves Google's JSON API over plain HTTP from memory until the process is ended, on 127.0.0.1 and
 * a free port. Prints the endpoint on standard output when it serves.
 */
public final class GcsEmulator {
  private GcsEmulator() {}

  /**
   * Starts the emulator with one empty bucket.
   *
   * @param arguments the bucket's name
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: GcsEmulator BUCKET");
      System.exit(2);
    }
    FakeGcsServer server = FakeGcsServer.start();
    server.createBucket(arguments[0]);
    System.out.println(server.endpoint());
    Thread.currentThread().join();
  }
}
