package dev.zerofs.ports.plugin;

/**
 * Which state of the ports a plug-in was built against, as one number, so that a server can tell
 * before it loads a class whether it can work with it.
 *
 * <p>The jars of a plug-in that name providers carry the number in their manifest as {@value
 * #ATTRIBUTE}. A server takes plug-ins from {@link #OLDEST} to {@link #CURRENT}.
 *
 * <p>{@code CURRENT} grows with a release that adds to the ports: a plug-in that needs the addition
 * is then refused by older servers. {@code OLDEST} becomes {@code CURRENT} with a release in which
 * something that plug-ins implement or call has gone or means something else.
 */
public final class PortsLevel {

  /** The level of these ports. */
  public static final int CURRENT = 1;

  /** The oldest level whose plug-ins work with these ports. */
  public static final int OLDEST = 1;

  /** The attribute in the main section of a jar's manifest: a whole number in decimal. */
  public static final String ATTRIBUTE = "ZeroFS-Ports-Level";

  private PortsLevel() {}

  /** Whether a plug-in of {@code level} works with these ports. */
  public static boolean isCompatible(int level) {
    return level >= OLDEST && level <= CURRENT;
  }
}
