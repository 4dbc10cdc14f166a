package dev.zerofs.bootstrap.plugin;

import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells in words what keeps classes of a plug-in from working. */
final class LoadFailures {

  private static final Pattern CLASS_VERSION =
      Pattern.compile("(\\S+) has been compiled by .*\\(class file version (\\d+).*");

  /** Java 1.1 had class files of version 45; every release since adds one. */
  private static final int CLASS_VERSION_OF_JAVA_ZERO = 44;

  private LoadFailures() {}

  /** The failure in a few words. */
  static String describe(Throwable failure) {
    return switch (failure) {
      case ServiceConfigurationError e when e.getCause() != null -> {
        String what = String.valueOf(e.getMessage()).replaceFirst("^[^:]*: ", "");
        yield what + " (" + describe(e.getCause()) + ")";
      }
      case ServiceConfigurationError e ->
          String.valueOf(e.getMessage()).replaceFirst("^[^:]*: ", "");
      case UnsupportedClassVersionError e -> newerJava(e);
      case NoClassDefFoundError e when e.getCause() instanceof ExceptionInInitializerError cause ->
          describe(cause);
      case NoClassDefFoundError e when !String.valueOf(e.getMessage()).contains(" ") ->
          "class " + className(String.valueOf(e.getMessage())) + " is missing";
      case ExceptionInInitializerError e when e.getCause() != null -> describe(e.getCause());
      default -> oneLine(failure);
    };
  }

  private static String newerJava(UnsupportedClassVersionError failure) {
    Matcher matcher = CLASS_VERSION.matcher(String.valueOf(failure.getMessage()));
    if (!matcher.matches()) {
      return oneLine(failure);
    }
    return "class %s was compiled for Java %d, and this is Java %d"
        .formatted(
            className(matcher.group(1)),
            Integer.parseInt(matcher.group(2)) - CLASS_VERSION_OF_JAVA_ZERO,
            Runtime.version().feature());
  }

  private static String className(String slashed) {
    return slashed.replace('/', '.');
  }

  private static String oneLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElseThrow();
  }
}
