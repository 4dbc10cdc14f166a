package dev.zerofs.bootstrap.wiring;

import com.google.inject.AbstractModule;
import dev.zerofs.bootstrap.time.SystemClock;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** What comes from outside: the time, chance, and the person's wishes. */
final class MachineModule extends AbstractModule {

  private final Settings settings;

  MachineModule(Settings settings) {
    this.settings = settings;
  }

  @Override
  protected void configure() {
    bind(Settings.class).toInstance(settings);
    bind(Clock.class).toInstance(new SystemClock());
    bind(RandomGenerator.class).toInstance(new SecureRandom());
  }
}
