package dev.zerofs.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.zerofs.bootstrap.configuration.ServerSettings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets how much the program's own loggers tell; libraries stay at warnings. */
public final class Logging {

  private static final String OWN_LOGGERS = "dev.zerofs";

  private Logging() {}

  /** Tells {@code level} and what is graver from now on. */
  public static void setLevel(LogLevel level) {
    if (LoggerFactory.getLogger(OWN_LOGGERS) instanceof Logger logger) {
      logger.setLevel(Level.valueOf(level.name()));
    }
  }
}
