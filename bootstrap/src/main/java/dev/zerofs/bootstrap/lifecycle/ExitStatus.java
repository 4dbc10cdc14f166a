package dev.zerofs.bootstrap.lifecycle;

/** What the process tells whoever started it. The numbers are part of the interface. */
public enum ExitStatus {
  /** Stopped as asked; everything acknowledged is stable. */
  CLEAN(0),

  /** Something failed; the log says what. Starting again may help. */
  FAILED(1),

  /** The command line or the configuration is wrong. Starting again does not help. */
  MISCONFIGURED(2),

  /**
   * Another server has taken the volume over. Starting again would take it back, and two hosts
   * would take turns: a service unit must not restart on this one.
   */
  REPLACED(3),

  /** A check has found damage in the volume. */
  DAMAGED(4);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
