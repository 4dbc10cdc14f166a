package dev.zerofs.bootstrap.plugin;

/** Why a plug-in cannot be used, in words that go after its name. */
final class UnusablePlugin extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusablePlugin(String why) {
    super(why, null, false, false);
  }

  /** The reason. */
  String why() {
    return String.valueOf(getMessage());
  }
}
