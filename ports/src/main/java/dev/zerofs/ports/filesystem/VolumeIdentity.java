package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import java.util.UUID;

/**
 * What makes a volume this volume: fixed when it is made, the same on every server.
 *
 * @param id the volume's id
 * @param handleKey 32 secret bytes to sign file handles with
 * @param root the root directory
 */
public record VolumeIdentity(UUID id, Bytes handleKey, FileId root) {

  /** Never shows the key. */
  @Override
  public String toString() {
    return "volume " + id;
  }
}
