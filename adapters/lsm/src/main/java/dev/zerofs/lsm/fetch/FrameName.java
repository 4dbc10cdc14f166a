package dev.zerofs.lsm.fetch;

/** What a frame is called in messages; put together only if there is one. */
record FrameName(StoreReader store, FrameAddress address) {

  @Override
  public String toString() {
    return "%s (frame at %d+%d)"
        .formatted(store.nameOf(address.object()), address.offset(), address.storedLength());
  }
}
