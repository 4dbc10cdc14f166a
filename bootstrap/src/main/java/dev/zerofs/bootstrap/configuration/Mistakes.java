package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import java.util.function.Consumer;

/** What to do about a mistake in the configuration: end with the first, or go on and collect. */
public final class Mistakes {

  /** Ends with the first: a server that is to start needs no second reason not to. */
  static final Consumer<SettingException> FIRST =
      mistake -> {
        throw mistake;
      };

  private Mistakes() {}

  /** Runs {@code step}; a mistake that it finds is told to {@code mistakes}. */
  public static void attempt(Runnable step, Consumer<SettingException> mistakes) {
    try {
      step.run();
    } catch (SettingException e) {
      mistakes.accept(e);
    }
  }
}
