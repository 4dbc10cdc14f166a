package dev.zerofs.bootstrap.command;

import picocli.CommandLine.IVersionProvider;

/** Which release this is: what the build wrote into the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "zerofs " + (version == null ? "(unpackaged)" : version);
  }
}
