package dev.zerofs.bootstrap.command;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.util.regex.Pattern;

/** Values as they may be shown: without secrets, also those that somebody put into a URL. */
final class Masks {

  private static final String MASK = "(secret)";

  /** What is between a URL's scheme and its host: a user's name, a password. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");

  /** The parameters of a URL that sign or authorise it, such as those of a shared access URL. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)(?<=[?&](sig|signature|x-amz-signature|token|x-amz-security-token|password|secret"
              + "|key|access_token)=)[^&#\\s]+");

  private Masks() {}

  /** The value {@code given} to {@code setting}, as it may be shown. */
  static String text(Setting<?> setting, String given) {
    if (setting.secret()) {
      return MASK;
    }
    String user = USER.matcher(given).replaceAll(MASK + "@");
    return SIGNATURE.matcher(user).replaceAll(MASK);
  }

  /** The value of {@code setting}, which was given, as it may be shown. */
  static String text(Setting<?> setting, Settings settings) {
    return text(setting, String.valueOf(settings.value(setting)));
  }
}
