package dev.zerofs.lsm.inspect;

import dev.zerofs.ports.bytes.Bytes;

/** How whoever knows what keys mean writes them for people. */
@FunctionalInterface
public interface KeyText {

  /** {@code key}, or the end of a range of keys, in one line. */
  String of(Bytes key);
}
