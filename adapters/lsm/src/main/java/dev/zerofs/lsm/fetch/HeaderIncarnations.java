package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.cache.Incarnations;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Incarnations as the manifest tells them, and for epochs of which it says nothing as the header of
 * a log segment does: one request per epoch. Safe for use by any number of threads.
 */
public final class HeaderIncarnations implements Incarnations {

  private record Writer(int volumeIndex, long epoch) {}

  private final Incarnations known;
  private final StoreReader store;
  private final Map<Writer, Long> learnt = new ConcurrentHashMap<>();

  /**
   * Incarnations by headers.
   *
   * @param known asked first
   */
  public HeaderIncarnations(Incarnations known, StoreReader store) {
    this.known = known;
    this.store = store;
  }

  @Override
  public OptionalLong of(StoredObject object) {
    OptionalLong told = known.of(object);
    if (told.isPresent()) {
      return told;
    }
    Writer writer = new Writer(object.volumeIndex(), object.epoch());
    Long before = learnt.get(writer);
    if (before != null) {
      return OptionalLong.of(before);
    }
    return switch (object.kind()) {
      case SEGMENT -> learn(writer, object);
      case SST -> OptionalLong.empty(); // the header stands at an end that is not known here
    };
  }

  private OptionalLong learn(Writer writer, StoredObject segment) {
    try {
      Bytes start = store.read(segment, 0, ObjectHeader.LENGTH_BYTES);
      ObjectHeader header =
          ObjectHeader.decode(ObjectKind.SEGMENT, start, store.nameOf(segment))
              .require(segment.epoch(), segment.id(), store.nameOf(segment));
      learnt.put(writer, header.incarnation());
      return OptionalLong.of(header.incarnation());
    } catch (KeyValueException.Corrupt | KeyValueException.Unavailable _) {
      return OptionalLong.empty(); // whoever reads the object meets the same and tells
    }
  }
}
