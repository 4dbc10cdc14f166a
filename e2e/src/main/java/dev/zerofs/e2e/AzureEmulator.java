package dev.zerofs.e2e;

import dev.zerofs.azure.Azurite;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs Azurite over plain HTTP from memory until the process is ended, on 127.0.0.1 and a free
 * port. Prints the endpoint on standard output when it serves; where it cannot run, a line {@code
 * skipped} with the reason.
 */
public final class AzureEmulator {
  private AzureEmulator() {}

  /**
   * Starts the emulator with one empty container.
   *
   * @param arguments the directory in which Azurite is installed, or will be; the container's name
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("usage: AzureEmulator DIRECTORY CONTAINER");
      System.exit(2);
    }
    Path directory = Path.of(arguments[0]).toAbsolutePath();
    Optional<String> obstacle = Azurite.obstacle(directory);
    if (obstacle.isPresent()) {
      System.out.println("skipped: " + obstacle.get());
      return;
    }
    Azurite azurite = Azurite.start(directory);
    azurite.createContainer(arguments[1]);
    System.out.println(azurite.endpoint());
    Thread.currentThread().join();
  }
}
