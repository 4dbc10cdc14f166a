package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.objectstore.ForwardingObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;

/**
 * A store that does not say that it is on this machine's disk, so that what is read of it is kept
 * in the disk cache, which has crashes to survive like everything else.
 */
final class RemoteStore extends ForwardingObjectStore {

  RemoteStore(ObjectStore target) {
    super(target);
  }

  @Override
  public String location() {
    return "faulty:" + super.location();
  }
}
