package dev.zerofs.ports.filesystem;

/**
 * A device number.
 *
 * @param major unsigned 32 bits
 * @param minor unsigned 32 bits
 */
public record Device(int major, int minor) {

  /** What files that are no devices have. */
  public static final Device NONE = new Device(0, 0);
}
