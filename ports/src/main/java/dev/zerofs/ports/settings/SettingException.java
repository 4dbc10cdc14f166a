package dev.zerofs.ports.settings;

/**
 * A mistake in the configuration. The message is complete for a person: the key, the place, what
 * was expected; never a secret.
 */
public final class SettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * A mistake in one value.
   *
   * @param key the setting, or whatever the person wrote instead of one
   * @param origin the file, variable or flag
   * @param problem what is wrong and what was expected
   */
  public SettingException(String key, String origin, String problem) {
    super(key + " (" + origin + "): " + problem);
    this.key = key;
  }

  /** The key in question. */
  public String key() {
    return key;
  }
}
