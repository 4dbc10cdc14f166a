package dev.zerofs.lsm.inspect;

import dev.zerofs.ports.objectstore.ObjectKey;

/** An object that was there is not there any more: its writer has moved on, or it is lost. */
final class VanishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ObjectKey key;

  VanishedException(ObjectKey key) {
    super(key + " is missing");
    this.key = key;
  }

  ObjectKey key() {
    return key;
  }
}
