package dev.zerofs.lsm;

import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that brings its snapshot with it.
 *
 * @param cursor what is walked
 * @param snapshot closed together with it
 */
record OwningCursor(Cursor cursor, Snapshot snapshot) implements Cursor {

  @Override
  public @Nullable Entry next() {
    return cursor.next();
  }

  @Override
  public void close() {
    cursor.close();
    snapshot.close();
  }
}
